package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.transaction.Transaction.Producer;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * EndTxn 0-5. From version 5 on every end gives the producer a new epoch (KIP-890), so that nothing that was sent before
 * the end can come after it, and a request with the old epoch is known as a repetition.
 */
final class EndTransaction {
    private static final short FIRST_WITH_FENCED = 2;
    private static final short FIRST_OF_VERSION_2 = 5;

    private final FreshProducerIds ids;

    EndTransaction(FreshProducerIds ids) {
        this.ids = ids;
    }

    void end(
            TransactionDraft draft, Caller caller, EndTxnRequestData request, Optional<Transaction> found, long nowMs) {
        draft.ifRefused(caller, error -> refusal(caller, LogErrors.of(error)));
        if (request.transactionalId().isEmpty()) {
            draft.reply(caller, refusal(caller, Errors.INVALID_REQUEST));
        } else if (found.isEmpty()) {
            draft.reply(caller, refusal(caller, Errors.INVALID_PRODUCER_ID_MAPPING));
        } else if (caller.apiVersion() < FIRST_OF_VERSION_2) {
            endVersion1(draft, caller, request, found.get(), nowMs);
        } else {
            endVersion2(draft, caller, request, found.get(), nowMs);
        }
    }

    private static void endVersion1(
            TransactionDraft draft, Caller caller, EndTxnRequestData request, Transaction current, long nowMs) {
        Producer producer = new Producer(request.producerId(), request.producerEpoch());
        Errors stranger = AddPartitions.strangerComplaint(producer, Optional.of(current));
        if (stranger != Errors.NONE) {
            draft.reply(caller, refusal(caller, stranger));
        } else if (current.is(TransactionState.ONGOING)) {
            draft.end(current.prepared(
                    request.committed(), producer, current.lastEpoch(), Transaction.NO_ID, (short) 0, nowMs));
            draft.reply(caller, new EndTxnResponseData());
        } else {
            draft.reply(caller, refusal(caller, endedAlready(current, request.committed())));
        }
    }

    /** A client of version 1 cannot be told from its own repetition: the same end twice is fine. */
    private static Errors endedAlready(Transaction current, boolean commit) {
        TransactionState prepared = commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT;
        TransactionState complete = commit ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT;
        if (current.is(prepared)) {
            return Errors.CONCURRENT_TRANSACTIONS;
        }
        return current.is(complete) ? Errors.NONE : Errors.INVALID_TXN_STATE;
    }

    private void endVersion2(
            TransactionDraft draft, Caller caller, EndTxnRequestData request, Transaction current, long nowMs) {
        Producer asking = new Producer(request.producerId(), request.producerEpoch());
        boolean repeated = isRepeated(current, asking);
        if (current.state().isPrepared()) {
            draft.reply(caller, refusal(caller, Errors.CONCURRENT_TRANSACTIONS));
            return;
        }
        Errors stranger = repeated ? Errors.NONE : AddPartitions.strangerComplaint(asking, Optional.of(current));
        if (stranger != Errors.NONE) {
            draft.reply(caller, refusal(caller, stranger));
        } else if (repeated) {
            Errors outcome = endedAlready(current, request.committed());
            draft.reply(caller, outcome == Errors.NONE ? response(current.afterMarkers()) : refusal(caller, outcome));
        } else if (request.committed() && !current.is(TransactionState.ONGOING)) {
            // A commit of nothing: the client that has added nothing does not ask.
            draft.reply(caller, refusal(caller, Errors.INVALID_TXN_STATE));
        } else {
            prepare(draft, caller, request.committed(), current, nowMs);
        }
    }

    /** Whether this end was done already, and its caller has not heard of its new epoch, or even its new id. */
    private static boolean isRepeated(Transaction current, Producer asking) {
        if (!current.isVersion2() || !current.state().isAtRest() || current.is(TransactionState.EMPTY)) {
            return false;
        }
        boolean bumped = asking.id() == current.producer().id()
                && asking.epoch() + 1 == current.producer().epoch();
        boolean rotated = asking.id() == current.previousProducerId()
                && asking.isExhausted()
                && current.producer().epoch() == 0;
        return bumped || rotated;
    }

    private void prepare(TransactionDraft draft, Caller caller, boolean commit, Transaction current, long nowMs) {
        OptionalLong successorId = current.successorId(ids);
        if (successorId.isEmpty()) {
            draft.reply(caller, refusal(caller, Errors.COORDINATOR_LOAD_IN_PROGRESS));
            return;
        }
        Transaction prepared = current.ended(commit, current.producer().epoch(), successorId.getAsLong(), nowMs);
        draft.end(prepared);
        draft.reply(caller, response(prepared.afterMarkers()));
    }

    private static EndTxnResponseData response(Producer next) {
        return new EndTxnResponseData().setProducerId(next.id()).setProducerEpoch(next.epoch());
    }

    private static EndTxnResponseData refusal(Caller caller, Errors error) {
        Errors known = error == Errors.PRODUCER_FENCED && caller.apiVersion() < FIRST_WITH_FENCED
                ? Errors.INVALID_PRODUCER_EPOCH
                : error;
        return new EndTxnResponseData().setErrorCode(known.code());
    }
}
