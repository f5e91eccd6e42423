package io.millrace.gateway.http;

import java.util.List;

/** Takes pieces each of which is an object: messages of a WebSocket. */
final class MessageTaker implements StreamTaker {
    private final LineEndpoint.Step step;
    private final Endpoints endpoints;
    private final Runnable wake;

    /** {@code wake} is called when a result is done that was not at once. */
    MessageTaker(LineEndpoint.Step step, Endpoints endpoints, Runnable wake) {
        this.step = step;
        this.endpoints = endpoints;
        this.wake = wake;
    }

    @Override
    public void feed(byte[] piece, List<Pending> results) {
        try {
            results.add(step.take(piece, 0, piece.length, wake));
        } catch (RuntimeException | Error e) {
            results.add(Pending.of(endpoints.failed(e)));
        }
    }

    @Override
    public void end(List<Pending> results) {
        // A message without an end is not one.
    }

    @Override
    public HttpProblemException problem() {
        return null;
    }

    @Override
    public int heldBytes() {
        return 0;
    }
}
