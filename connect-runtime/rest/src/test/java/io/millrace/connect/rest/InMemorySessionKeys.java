package io.millrace.connect.rest;

import io.millrace.connect.worker.control.SessionKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The one key of a worker that is alone, which everybody can guess. */
record InMemorySessionKeys(String workerId) implements SessionKeys {
    @Override
    public CompletableFuture<SessionKey> own() {
        return CompletableFuture.completedFuture(new SessionKey(workerId, workerId.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public List<SessionKey> of(String worker) {
        return List.of(own().join());
    }
}
