package io.millrace.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Takes JSON objects that follow one another. */
final class DocumentTaker implements StreamTaker {
    private final DocumentCutter cutter;
    private final Function<byte[], CompletableFuture<JsonNode>> step;
    private final Runnable wake;

    /** {@code step}'s futures never fail; {@code wake} is called when one is completed. */
    DocumentTaker(int maxBytes, Function<byte[], CompletableFuture<JsonNode>> step, Runnable wake) {
        this.cutter = new DocumentCutter(maxBytes);
        this.step = step;
        this.wake = wake;
    }

    @Override
    public void feed(byte[] piece, List<Pending> results) {
        for (byte[] each : cutter.feed(piece)) {
            CompletableFuture<JsonNode> result = step.apply(each);
            results.add(new Later(result));
            var unused = result.thenRun(wake);
        }
    }

    @Override
    public void end(List<Pending> results) {
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

    private record Later(CompletableFuture<JsonNode> result) implements Pending {
        @Override
        public boolean done() {
            return result.isDone();
        }

        @Override
        public void write(ResultBuffer out) {
            out.json(result.join());
        }
    }
}
