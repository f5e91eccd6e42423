package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.coordinator.decision.Effects;
import io.millrace.broker.coordinator.decision.Reply;
import io.millrace.broker.coordinator.decision.TransactionMarkers;
import io.millrace.broker.coordinator.record.TransactionCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** A decision on its way: what it would change, and what to say if the log refuses it. */
final class TransactionDraft {
    private final long number;
    private final long wallAheadMs;
    /** The transactions as they shall be; empty where one shall be forgotten. */
    private final Map<String, Optional<Transaction>> changed = new LinkedHashMap<>();

    private final List<CoordinatorRecord> records = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final List<Function<Errors, Reply>> refusals = new ArrayList<>();
    private final List<TransactionMarkers> markers = new ArrayList<>();

    TransactionDraft(long number, long wallAheadMs) {
        this.number = number;
        this.wallAheadMs = wallAheadMs;
    }

    /** What the caller hears of an error, be it found here or by the log. */
    void ifRefused(Caller caller, Function<Errors, ApiMessage> response) {
        refusals.add(error -> new Reply(caller.requestId(), response.apply(error)));
    }

    void reply(Caller caller, ApiMessage response) {
        replies.add(new Reply(caller.requestId(), response));
    }

    void store(Transaction next) {
        byte[] key = TransactionCodec.encodeKey(next.transactionalId());
        records.add(new CoordinatorRecord(key, TransactionCodec.encode(next.toValue(wallAheadMs))));
        changed.put(next.transactionalId(), Optional.of(next));
    }

    void forget(String transactionalId) {
        records.add(CoordinatorRecord.tombstone(TransactionCodec.encodeKey(transactionalId)));
        changed.put(transactionalId, Optional.empty());
    }

    /** Ends a transaction: stores that it ends, and has its markers written. */
    void end(Transaction prepared) {
        store(prepared);
        markers.add(markersOf(prepared));
    }

    static TransactionMarkers markersOf(Transaction prepared) {
        return new TransactionMarkers(
                prepared.transactionalId(),
                prepared.producer().id(),
                prepared.producer().epoch(),
                prepared.is(TransactionState.PREPARE_COMMIT),
                prepared.clientVersion(),
                List.copyOf(prepared.partitions()));
    }

    long number() {
        return number;
    }

    Decision toDecision() {
        return new Decision(number, records);
    }

    int recordCount() {
        return records.size();
    }

    Effects installInto(TransactionStore store) {
        changed.forEach((id, next) -> next.ifPresentOrElse(store::put, () -> store.remove(id)));
        return new Effects(replies, markers);
    }

    Effects refuse(Errors error) {
        return new Effects(
                refusals.stream().map(refusal -> refusal.apply(error)).toList());
    }
}
