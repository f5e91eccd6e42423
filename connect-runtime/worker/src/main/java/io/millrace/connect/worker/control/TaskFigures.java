package io.millrace.connect.worker.control;

import io.millrace.connect.plan.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one incarnation of a task has done, as the worker knows that runs it; totals count from its start.
 *
 * @param in records polled by a source, or read from topics by a sink
 * @param out records written to topics by a source, or taken by a sink
 * @param active records that are in and neither out nor left out; for sinks, not yet committed
 * @param budget empty until the task's plugin is made
 * @param lastCommitMs when offsets were last committed, in milliseconds since 1970
 */
public record TaskFigures(
        TaskId task,
        String workerId,
        Lifecycle state,
        Flow in,
        Flow out,
        long active,
        OptionalLong lastCommitMs,
        ErrorFigures errors,
        Optional<BudgetFigures> budget,
        Optional<SourceFigures> source,
        Optional<SinkFigures> sink) {

    /** Records in a second, over the window of the metrics, and in all. */
    public record Flow(double perSecond, long total) {

        public static final Flow NONE = new Flow(0, 0);
    }

    /** How many steps failed, how many records were given up, left out and sent to the dead letter topic. */
    public record ErrorFigures(
            long failures, long retries, long errors, long skipped, long deadLetters, OptionalLong lastErrorMs) {}

    /**
     * Bytes of records, and how long the task waited for room.
     *
     * @param heldMax the most that it has held
     * @param bytes what it may hold at best
     * @param limit what it may hold at present, as the worker's other tasks hold some too
     */
    public record BudgetFigures(long held, long heldMax, long bytes, long limit, long throttledMs) {}

    /**
     * @param delayMs how old the newest record was when it was polled; empty while none told its time
     * @param lastPollMs when the source last gave records
     */
    public record SourceFigures(OptionalLong delayMs, OptionalLong lastPollMs) {}

    /** @param askedMs when the ends of the partitions were asked for, the longest ago of them */
    public record SinkFigures(List<PartitionFigures> partitions, OptionalLong askedMs) {

        /** Of the partition that is most behind; 0 for a task without partitions, empty while none is known. */
        public OptionalLong lagRecordsMax() {
            return partitions.isEmpty()
                    ? OptionalLong.of(0)
                    : partitions.stream()
                            .flatMapToLong(each -> each.lag().stream())
                            .max();
        }

        /** The same in seconds. */
        public OptionalDouble lagSecondsMax() {
            return partitions.isEmpty()
                    ? OptionalDouble.of(0)
                    : partitions.stream()
                            .flatMapToDouble(each -> each.lagSeconds().stream())
                            .max();
        }
    }

    /**
     * @param next the offset of the next record that the task is to take
     * @param lagSeconds no record that waits is older than this; 0 where none waits
     */
    public record PartitionFigures(
            String topic, int partition, long next, OptionalLong end, OptionalLong lag, OptionalDouble lagSeconds) {}
}
