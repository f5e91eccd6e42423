package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.record.RecordFormatException;
import io.millrace.broker.coordinator.record.TransactionCodec;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** All transactional ids of a shard, as the log says, and which transactions end soonest. */
final class TransactionStore {
    private final SortedMap<String, Transaction> byId = new TreeMap<>();
    private final TreeSet<Ongoing> ongoing =
            new TreeSet<>(Comparator.comparingLong(Ongoing::deadlineMs).thenComparing(Ongoing::transactionalId));
    private long skippedRecords;
    private long undecodableRecords;

    private record Ongoing(long deadlineMs, String transactionalId) {}

    /** While loading: one record that nobody can read must not keep all others from being known. */
    void load(byte[] key, byte[] value) {
        try {
            TransactionCodec.decodeKey(key).ifPresentOrElse(id -> load(id, value), () -> skippedRecords++);
        } catch (RecordFormatException e) {
            undecodableRecords++;
        }
    }

    private void load(String transactionalId, byte[] value) {
        if (value == null) {
            remove(transactionalId);
        } else {
            put(Transaction.of(transactionalId, TransactionCodec.decode(value)));
        }
    }

    /** The log has been read; its times are those of the wall clock, which is ahead of the shard's by so much. */
    void finishLoading(long nowMs, long wallAheadMs) {
        List.copyOf(byId.values()).forEach(transaction -> put(transaction.loaded(nowMs, wallAheadMs)));
    }

    void put(Transaction next) {
        remove(next.transactionalId());
        byId.put(next.transactionalId(), next);
        if (next.is(TransactionState.ONGOING)) {
            ongoing.add(new Ongoing(next.deadlineMs(), next.transactionalId()));
        }
    }

    void remove(String transactionalId) {
        Transaction previous = byId.remove(transactionalId);
        if (previous != null && previous.is(TransactionState.ONGOING)) {
            ongoing.remove(new Ongoing(previous.deadlineMs(), transactionalId));
        }
    }

    Optional<Transaction> find(String transactionalId) {
        return Optional.ofNullable(byId.get(transactionalId));
    }

    Collection<Transaction> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** The ongoing transaction with the earliest deadline. */
    Optional<Transaction> nextToTimeOut() {
        return ongoing.isEmpty() ? Optional.empty() : find(ongoing.first().transactionalId());
    }

    int size() {
        return byId.size();
    }

    long skippedRecords() {
        return skippedRecords;
    }

    long undecodableRecords() {
        return undecodableRecords;
    }
}
