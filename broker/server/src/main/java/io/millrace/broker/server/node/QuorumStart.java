package io.millrace.broker.server.node;

import io.millrace.broker.consensus.MetadataQuorum;
import io.millrace.broker.consensus.QuorumClaim;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A metadata quorum that starts on a thread of its own, while the logs are opened and the listeners bound: it takes
 * longer than all of them.
 */
final class QuorumStart implements AutoCloseable {

    private final CompletableFuture<MetadataQuorum> started = new CompletableFuture<>();

    private QuorumStart() {}

    static QuorumStart begin(QuorumClaim claim, String threadName) {
        var start = new QuorumStart();
        new Thread(() -> start.run(claim), threadName).start();
        return start;
    }

    private void run(QuorumClaim claim) {
        try {
            started.complete(claim.start());
        } catch (RuntimeException | Error e) {
            started.completeExceptionally(e);
        }
    }

    /**
     * Waits for it.
     *
     * @throws io.millrace.broker.consensus.QuorumException when it could not start
     */
    MetadataQuorum await() {
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Waits for the start as well: nobody may leave while a thread still opens what is his. */
    @Override
    public void close() {
        MetadataQuorum quorum = started.exceptionally(neverStarted -> null).join();
        if (quorum != null) {
            quorum.close();
        }
    }
}
