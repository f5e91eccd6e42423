package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.transaction.Transaction.Producer;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * InitProducerId 0-5 with a transactional id: the caller becomes the one producer, with a new epoch, and what an earlier
 * one left open is aborted first. A caller that names the id and epoch it has (KIP-360) is served only while nobody came
 * after it, and gets the same epoch again when it asks again.
 */
final class InitProducer {
    private static final short FIRST_WITH_FENCED = 4;

    private final TransactionStore store;
    private final TransactionConfig config;
    private final FreshProducerIds ids;

    InitProducer(TransactionStore store, TransactionConfig config, FreshProducerIds ids) {
        this.store = store;
        this.config = config;
        this.ids = ids;
    }

    void init(TransactionDraft draft, Caller caller, InitProducerIdRequestData request, long nowMs) {
        draft.ifRefused(caller, error -> refusal(caller, LogErrors.of(error)));
        Errors complaint = complaint(request);
        if (complaint != Errors.NONE) {
            draft.reply(caller, refusal(caller, complaint));
            return;
        }
        Optional<Transaction> current = store.find(request.transactionalId()).or(() -> fresh(request, nowMs));
        if (current.isEmpty()) {
            draft.reply(caller, refusal(caller, Errors.COORDINATOR_LOAD_IN_PROGRESS));
            return;
        }
        Optional<Producer> expected = request.producerId() == Transaction.NO_ID
                ? Optional.empty()
                : Optional.of(new Producer(request.producerId(), request.producerEpoch()));
        init(draft, caller, current.get(), expected, request.transactionTimeoutMs(), nowMs);
    }

    private Errors complaint(InitProducerIdRequestData request) {
        boolean halfNamed =
                (request.producerId() == Transaction.NO_ID) != (request.producerEpoch() == Transaction.NO_EPOCH);
        if (request.transactionalId().isEmpty() || halfNamed) {
            return Errors.INVALID_REQUEST;
        }
        if (request.transactionTimeoutMs() <= 0 || request.transactionTimeoutMs() > config.maxTimeoutMs()) {
            return Errors.INVALID_TRANSACTION_TIMEOUT;
        }
        boolean full = store.size() >= config.maxIds()
                && store.find(request.transactionalId()).isEmpty();
        return full ? Errors.POLICY_VIOLATION : Errors.NONE;
    }

    private Optional<Transaction> fresh(InitProducerIdRequestData request, long nowMs) {
        OptionalLong id = ids.next();
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(Transaction.fresh(
                        request.transactionalId(), id.getAsLong(), request.transactionTimeoutMs(), nowMs));
    }

    private void init(
            TransactionDraft draft,
            Caller caller,
            Transaction current,
            Optional<Producer> expected,
            int timeoutMs,
            long nowMs) {
        if (current.state().isPrepared()) {
            draft.reply(caller, refusal(caller, Errors.CONCURRENT_TRANSACTIONS));
        } else if (expected.isPresent() && !mayContinue(current, expected.get())) {
            draft.reply(caller, refusal(caller, Errors.PRODUCER_FENCED));
        } else if (current.is(TransactionState.ONGOING)) {
            // One bump, which nobody is told of: the caller comes again and gets the next one (KAFKA-19367).
            short lastEpoch = expected.isPresent() ? current.producer().epoch() : Transaction.NO_EPOCH;
            OptionalLong successorId = current.successorId(ids);
            if (successorId.isPresent()) {
                draft.end(current.ended(false, lastEpoch, successorId.getAsLong(), nowMs));
            }
            draft.reply(
                    caller,
                    refusal(
                            caller,
                            successorId.isPresent()
                                    ? Errors.CONCURRENT_TRANSACTIONS
                                    : Errors.COORDINATOR_LOAD_IN_PROGRESS));
        } else {
            Optional<Transaction> next = next(current, expected, timeoutMs, nowMs);
            next.ifPresent(draft::store);
            draft.reply(
                    caller,
                    next.map(InitProducer::response)
                            .orElseGet(() -> refusal(caller, Errors.COORDINATOR_LOAD_IN_PROGRESS)));
        }
    }

    /** Whether the caller is the current producer, or was until a change that it has not heard of. */
    private static boolean mayContinue(Transaction current, Producer expected) {
        if (current.producer().epoch() == Transaction.NO_EPOCH) {
            return true;
        }
        if (expected.equals(current.producer())) {
            return true;
        }
        boolean sameId = expected.id() == current.producer().id();
        boolean rotated = expected.id() == current.previousProducerId();
        return current.state().isAtRest() && (sameId || rotated) && expected.epoch() == current.lastEpoch();
    }

    private Optional<Transaction> next(Transaction current, Optional<Producer> expected, int timeoutMs, long nowMs) {
        Producer producer = current.producer();
        short expectedEpoch = expected.map(Producer::epoch).orElse(Transaction.NO_EPOCH);
        if (producer.isExhausted()) {
            OptionalLong id = ids.next();
            return id.isEmpty()
                    ? Optional.empty()
                    : Optional.of(current.initialised(
                            new Producer(id.getAsLong(), (short) 0), expectedEpoch, timeoutMs, nowMs));
        }
        if (expected.isPresent()
                && producer.epoch() != Transaction.NO_EPOCH
                && !expected.get().equals(producer)) {
            return Optional.of(current.retried(timeoutMs, nowMs));
        }
        short lastEpoch = expected.isPresent() ? producer.epoch() : Transaction.NO_EPOCH;
        return Optional.of(current.initialised(producer.bumped(), lastEpoch, timeoutMs, nowMs));
    }

    private static InitProducerIdResponseData response(Transaction next) {
        return new InitProducerIdResponseData()
                .setProducerId(next.producer().id())
                .setProducerEpoch(next.producer().epoch());
    }

    private static InitProducerIdResponseData refusal(Caller caller, Errors error) {
        Errors known = error == Errors.PRODUCER_FENCED && caller.apiVersion() < FIRST_WITH_FENCED
                ? Errors.INVALID_PRODUCER_EPOCH
                : error;
        return new InitProducerIdResponseData()
                .setErrorCode(known.code())
                .setProducerId(Transaction.NO_ID)
                .setProducerEpoch(Transaction.NO_EPOCH);
    }
}
