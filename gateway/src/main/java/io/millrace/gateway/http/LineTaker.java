package io.millrace.gateway.http;

import java.util.List;

/** Takes lines. */
final class LineTaker implements StreamTaker {
    private final LineCutter cutter;
    private List<Pending> results;

    /** {@code wake} is called when a result is done that was not at once. */
    LineTaker(int maxBytes, LineEndpoint.Step step, Endpoints endpoints, Runnable wake) {
        this.cutter = new LineCutter(maxBytes, (bytes, from, length) -> {
            try {
                results.add(step.take(bytes, from, length, wake));
            } catch (RuntimeException | Error e) {
                results.add(Pending.of(endpoints.failed(e)));
            }
        });
    }

    @Override
    public void feed(byte[] piece, List<Pending> out) {
        results = out;
        cutter.feed(piece);
    }

    @Override
    public void end(List<Pending> out) {
        results = out;
        cutter.end();
    }

    @Override
    public HttpProblemException problem() {
        return cutter.problem();
    }

    @Override
    public int heldBytes() {
        return cutter.heldBytes();
    }
}
