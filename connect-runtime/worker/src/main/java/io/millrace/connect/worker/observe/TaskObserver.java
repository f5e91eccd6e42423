package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.control.Lifecycle;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Hears what one incarnation of a task does. Calls come from the task's thread and those of its clients, often for each
 * record, so that they must be quick and must not throw. After {@link #close()} they have no effect: a thread that was
 * given up may still make them.
 */
public interface TaskObserver extends AutoCloseable {

    /** Hears nothing. */
    TaskObserver NONE = new TaskObserver() {};

    /** What may befall a record on its way. */
    enum Trouble {
        /** A step failed once. */
        ATTEMPT_FAILED,
        /** The step is tried again. */
        RETRIED,
        /** The record is given up, and its task with it unless that is tolerated. */
        GIVEN_UP,
        /** The record was left out, which is tolerated. */
        SKIPPED,
        LOGGED,
        DEAD_LETTER_REQUESTED,
        DEAD_LETTER_FAILED
    }

    /** In which the threads of the task are to be, so that what they cost is known. */
    default ThreadGroup threads() {
        return Thread.currentThread().getThreadGroup();
    }

    /** The task has come into this state. */
    default void state(Lifecycle state) {}

    /** The plugins of the task are made; hence it is known whether it is a source or a sink. */
    default void loaded(TaskPlugins plugins) {}

    /** What the task holds, and may hold, counts there. */
    default void budgeted(TaskBudget budget) {}

    /** Something went wrong with a record. */
    default void trouble(Trouble trouble) {}

    /** A source gave a batch, which may be empty but not null, after so many nanoseconds. */
    default void polled(List<SourceRecord> batch, long nanos) {}

    /** One polled record is done with: it is in its topic, or it was left out. */
    default void acknowledged(boolean written) {}

    /** A transaction with so many records was committed (KIP-618). */
    default void transactionCommitted(long records) {}

    /** How a sink reads; {@code lagKnown} is false where the worker's own client cannot ask for the ends of its topics. */
    default void consumes(IsolationLevel isolation, boolean lagKnown) {}

    /** A sink was given these partitions and stands at these offsets. */
    default void opened(Map<TopicPartition, Long> positions) {}

    /** A sink has lost these partitions. */
    default void closed(Collection<TopicPartition> partitions) {}

    /** A sink has read these records, to be put. */
    default void consumed(ConsumerRecords<byte[], byte[]> records) {}

    /** A sink task has taken so many records in so many nanoseconds, and with them everything that was consumed. */
    default void put(int records, long nanos) {}

    /** A sink goes on at another offset of this partition; what was consumed of it and not put is void. */
    default void rewound(TopicPartition partition, long offset) {}

    /** The offset commit of this number is on its way. */
    default void committing(int number) {}

    /** An offset commit has succeeded after so many nanoseconds; {@code offsets} is empty for sources. */
    default void committed(Map<TopicPartition, OffsetAndMetadata> offsets, long nanos) {}

    /** An offset commit has failed after so many nanoseconds. */
    default void commitFailed(long nanos) {}

    /** The answer to an offset commit came after a newer commit was made, and does not count. */
    default void commitSkipped() {}

    @Override
    default void close() {}
}
