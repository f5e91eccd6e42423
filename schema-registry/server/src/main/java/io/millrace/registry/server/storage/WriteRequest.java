package io.millrace.registry.server.storage;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.function.Function;

/**
 * A write from its wait for a turn to its answer. It belongs to the thread whose turn it is, and to its own before and
 * after; the queue hands it over.
 *
 * @param <T> the answer
 */
final class WriteRequest<T> {
    private final Function<RegistryState, Decision<Proposal<T>>> operation;
    private final boolean quick;
    private Decision<Proposal<T>> decision;
    private List<RecordCodec.Encoded> encoded = List.of();
    private RuntimeException failure = new IllegalStateException("the write was not decided");
    private Error error;

    /** {@code quick}: whether the operation only looks things up, so that readers may wait for it. */
    WriteRequest(Function<RegistryState, Decision<Proposal<T>>> operation, boolean quick) {
        this.operation = operation;
        this.quick = quick;
    }

    boolean isQuick() {
        return quick;
    }

    /** Decides on the state as it is now; what the operation throws is its answer. */
    void decide(RegistryState state, Function<List<RegistryRecord>, List<RecordCodec.Encoded>> encoding) {
        decision = null;
        encoded = List.of();
        failure = null;
        error = null;
        try {
            Decision<Proposal<T>> decided = operation.apply(state);
            encoded = encoding.apply(records(decided));
            decision = decided;
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            // Of this request alone, as a stack that a schema was too deep for.
            error = e;
        }
    }

    private static <T> List<RegistryRecord> records(Decision<Proposal<T>> decided) {
        return decided.fold(Proposal::records, refused -> List.of());
    }

    /** What is to be written; nothing if the operation failed. */
    List<RegistryRecord> records() {
        return decision == null ? List.of() : records(decision);
    }

    /** The same as it is appended. */
    List<RecordCodec.Encoded> encoded() {
        return encoded;
    }

    /** Whether something is to be written. */
    boolean writes() {
        return !encoded.isEmpty();
    }

    /** What is to be written takes at most, in bytes. */
    int bytesAtMost() {
        return encoded.stream().mapToInt(ClientProperties::bytesAtMost).sum();
    }

    /** In place of any answer that it has. */
    void fail(RuntimeException cause) {
        failure = cause;
        error = null;
    }

    /** Whether it has no answer but a failure. */
    boolean hasFailed() {
        return failure != null || error != null;
    }

    Decision<T> answer() {
        if (error != null) {
            throw error;
        }
        if (failure != null) {
            throw failure;
        }
        return decision.map(Proposal::response);
    }
}
