package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.record.TransactionValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * One transactional id: who produces under it, and its current or last transaction. Immutable; an operation makes the
 * next one, which is true when it is in the log.
 *
 * @param producer id and epoch that are valid now
 * @param previousProducerId the id before the current one, so that a retry over the change of ids is known
 * @param nextProducerId the id that follows when the epochs of the current one are used up; -1 for none
 * @param lastEpoch the epoch before the current one if its owner is the same producer, else -1
 * @param startMs when the transaction began, -1 before the first one
 * @param clientVersion 2 when every transaction has an epoch of its own (KIP-890), else 0
 */
record Transaction(
        String transactionalId,
        Producer producer,
        long previousProducerId,
        long nextProducerId,
        short lastEpoch,
        int timeoutMs,
        TransactionState state,
        SortedSet<TopicPartition> partitions,
        long startMs,
        long updatedMs,
        short clientVersion) {
    static final long NO_ID = -1;
    static final short NO_EPOCH = -1;
    static final short VERSION_2 = 2;
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    /** Who writes. */
    record Producer(long id, short epoch) {

        /** The last epoch is kept back, so that a producer can always be fenced. */
        static boolean isExhausted(short epoch) {
            return epoch >= Short.MAX_VALUE - 1;
        }

        boolean isExhausted() {
            return isExhausted(epoch);
        }

        /** Nothing can be begun with it, for nothing could end it. */
        boolean isAtLastEpoch() {
            return epoch == Short.MAX_VALUE;
        }

        Producer bumped() {
            if (isAtLastEpoch()) {
                throw new IllegalStateException("Producer " + id + " has no epoch left");
            }
            return new Producer(id, (short) (epoch + 1));
        }
    }

    static SortedSet<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        SortedSet<TopicPartition> sorted = new TreeSet<>(ORDER);
        sorted.addAll(partitions);
        return Collections.unmodifiableSortedSet(sorted);
    }

    /** An id that no producer has used: the first one gets epoch 0. */
    static Transaction fresh(String transactionalId, long producerId, int timeoutMs, long nowMs) {
        return new Transaction(
                transactionalId,
                new Producer(producerId, NO_EPOCH),
                NO_ID,
                NO_ID,
                NO_EPOCH,
                timeoutMs,
                TransactionState.EMPTY,
                sorted(List.of()),
                NO_ID,
                nowMs,
                (short) 0);
    }

    boolean is(TransactionState wanted) {
        return state == wanted;
    }

    boolean isVersion2() {
        return clientVersion >= VERSION_2;
    }

    long deadlineMs() {
        return startMs + timeoutMs;
    }

    /** A producer begins here, or begins again. */
    Transaction initialised(Producer next, short nextLastEpoch, int nextTimeoutMs, long nowMs) {
        return new Transaction(
                transactionalId,
                next,
                producer.id(),
                NO_ID,
                nextLastEpoch,
                nextTimeoutMs,
                TransactionState.EMPTY,
                sorted(List.of()),
                NO_ID,
                nowMs,
                clientVersion);
    }

    /** The same initialisation once more: its answer was lost. */
    Transaction retried(int nextTimeoutMs, long nowMs) {
        return new Transaction(
                transactionalId,
                producer,
                previousProducerId,
                NO_ID,
                lastEpoch,
                nextTimeoutMs,
                TransactionState.EMPTY,
                sorted(List.of()),
                NO_ID,
                nowMs,
                clientVersion);
    }

    Transaction withAdded(Collection<TopicPartition> added, short version, long nowMs) {
        List<TopicPartition> all = new ArrayList<>(partitions);
        all.addAll(added);
        return new Transaction(
                transactionalId,
                producer,
                previousProducerId,
                nextProducerId,
                lastEpoch,
                timeoutMs,
                TransactionState.ONGOING,
                sorted(all),
                is(TransactionState.ONGOING) ? startMs : nowMs,
                nowMs,
                version);
    }

    /**
     * Ends with an epoch that nobody has used, so that what was sent before cannot come later. A producer that has no such
     * epoch keeps its own, as version 1 does: only a log that somebody else wrote can hold one.
     *
     * @param freshId what {@link #successorId} gave
     */
    Transaction ended(boolean commit, short nextLastEpoch, long freshId, long nowMs) {
        return producer.isAtLastEpoch()
                ? prepared(commit, producer, nextLastEpoch, freshId, (short) 0, nowMs)
                : prepared(commit, producer.bumped(), nextLastEpoch, freshId, VERSION_2, nowMs);
    }

    /** Whose turn it is when this transaction has ended: NO_ID if the producer keeps its id, empty if none is at hand. */
    OptionalLong successorId(FreshProducerIds ids) {
        return producer.isExhausted() ? ids.next() : OptionalLong.of(NO_ID);
    }

    /** @param next the producer that may write when the markers are there */
    Transaction prepared(boolean commit, Producer next, short nextLastEpoch, long freshId, short version, long nowMs) {
        return new Transaction(
                transactionalId,
                next,
                previousProducerId,
                freshId,
                nextLastEpoch,
                timeoutMs,
                commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT,
                partitions,
                is(TransactionState.ONGOING) ? startMs : nowMs,
                nowMs,
                version);
    }

    /** All markers are written. */
    Transaction completed(long nowMs) {
        boolean rotates = nextProducerId != NO_ID;
        return new Transaction(
                transactionalId,
                afterMarkers(),
                rotates ? producer.id() : previousProducerId,
                NO_ID,
                lastEpoch,
                timeoutMs,
                is(TransactionState.PREPARE_COMMIT)
                        ? TransactionState.COMPLETE_COMMIT
                        : TransactionState.COMPLETE_ABORT,
                sorted(List.of()),
                startMs,
                nowMs,
                clientVersion);
    }

    /** Who may write next. */
    Producer afterMarkers() {
        return nextProducerId == NO_ID ? producer : new Producer(nextProducerId, (short) 0);
    }

    /** With the times of the wall clock, which is ahead by so much: another broker, or a later start, will read them. */
    TransactionValue toValue(long wallAheadMs) {
        SortedMap<String, List<Integer>> byTopic = new TreeMap<>();
        partitions.forEach(partition -> byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                .add(partition.partition()));
        return new TransactionValue(
                producer.id(),
                previousProducerId,
                nextProducerId,
                producer.epoch(),
                timeoutMs,
                state.id(),
                byTopic,
                updatedMs + wallAheadMs,
                startMs == NO_ID ? NO_ID : startMs + wallAheadMs,
                clientVersion);
    }

    /**
     * As read from the log, where times are those of the wall clock. Whoever wrote it may have had one that was ahead: no
     * transaction began later than now, or it would outlive its timeout.
     */
    Transaction loaded(long nowMs, long wallAheadMs) {
        return new Transaction(
                transactionalId,
                producer,
                previousProducerId,
                nextProducerId,
                lastEpoch,
                timeoutMs,
                state,
                partitions,
                startMs == NO_ID ? NO_ID : Math.min(nowMs, startMs - wallAheadMs),
                Math.min(nowMs, updatedMs - wallAheadMs),
                clientVersion);
    }

    /** The log does not keep the last epoch, so a retry of an initialisation over a restart is fenced, as in Kafka. */
    static Transaction of(String transactionalId, TransactionValue value) {
        List<TopicPartition> partitions = new ArrayList<>();
        value.partitions()
                .forEach(
                        (topic, indexes) -> indexes.forEach(index -> partitions.add(new TopicPartition(topic, index))));
        return new Transaction(
                transactionalId,
                new Producer(value.producerId(), value.producerEpoch()),
                value.previousProducerId(),
                value.nextProducerId(),
                NO_EPOCH,
                value.timeoutMs(),
                TransactionState.ofId(value.status()),
                sorted(partitions),
                value.startTimestampMs(),
                value.lastUpdateTimestampMs(),
                value.clientTransactionVersion());
    }
}
