package io.millrace.broker.server.hosting;

import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.network.NetworkLoop;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * The producers whose first records of a transaction wait in one partition for the coordinator's word (KIP-890). Records
 * pass in the order in which they came. What waits is bounded by what connections may have in flight. Runs on the
 * partition's loop.
 */
public final class TransactionGates {

    /** As many as producers wait; most partitions never have one. */
    private final Map<Long, Gate> closed = new HashMap<>(0);

    /** Asks the coordinator whether the partition belongs to the transaction. */
    @FunctionalInterface
    public interface Coordinator {

        /** Called once for all that wait; the answer may come from any thread. */
        CompletableFuture<Errors> admit();
    }

    private static final class Gate {
        private final short producerEpoch;
        private final Queue<Consumer<Errors>> waiting = new ArrayDeque<>();
        private boolean ended;

        private Gate(short producerEpoch) {
            this.producerEpoch = producerEpoch;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Both outcomes are handled in the callback.
    void pass(
            NetworkLoop loop, long producerId, short producerEpoch, Coordinator coordinator, Consumer<Errors> answer) {
        Gate gate = closed.get(producerId);
        if (gate != null && gate.producerEpoch == producerEpoch) {
            gate.waiting.add(answer);
            return;
        }
        if (gate != null) {
            // Two epochs of one producer at once: one of them is a zombie, and the log cannot tell yet which.
            answer.accept(Errors.CONCURRENT_TRANSACTIONS);
            return;
        }
        Gate opened = new Gate(producerEpoch);
        opened.waiting.add(answer);
        closed.put(producerId, opened);
        coordinator.admit().whenComplete((error, failure) -> {
            Errors word = failure == null ? error : Errors.UNKNOWN_SERVER_ERROR;
            try {
                loop.runOrExecute(() -> open(producerId, word));
            } catch (RejectedExecutionException brokerIsClosing) {
                opened.waiting.clear();
            }
        });
    }

    private void open(long producerId, Errors word) {
        Gate gate = closed.remove(producerId);
        // The coordinator spoke before the transaction ended: what is let in now would stay open for ever.
        Errors answer = gate.ended && word == Errors.NONE ? Errors.INVALID_TXN_STATE : word;
        gate.waiting.forEach(waiting -> waiting.accept(answer));
    }

    /**
     * A marker is about to be written. With version 2 it has a newer epoch than the records of its transaction, and the
     * log refuses them by that; before, the epoch stays the same.
     */
    void ending(TransactionMarker marker) {
        Gate gate = closed.get(marker.producerId());
        if (gate != null && !marker.bumpsEpoch() && gate.producerEpoch == marker.producerEpoch()) {
            gate.ended = true;
        }
    }
}
