package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.TaskFigures.Flow;
import io.millrace.connect.worker.control.TaskFigures.SinkFigures;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;

/** {@code sink-task-metrics} of one task. Any thread. */
final class SinkMetrics implements AutoCloseable {

    private final SinkPositions positions = new SinkPositions();
    private final MetricGroup group;
    private final Sensor reads;
    private final Sensor sends;
    private final Sensor putTimes;
    private final Sensor actives;
    private final Sensor completions;
    private final Sensor skips;
    private volatile int commitNumber;

    SinkMetrics(Metrics metrics, Map<String, String> tags) {
        group = new MetricGroup(metrics, "sink-task-metrics", tags);
        reads = group.meter("sink-record-read", "records read from the topics");
        sends = group.meter("sink-record-send", "records that the task has taken");
        putTimes = group.maxAndAverage(
                "put-batch", "put-batch-max-time-ms", "put-batch-avg-time-ms", "time of a put in ms");
        actives = group.maxAndAverage(
                "sink-record-active-count",
                "sink-record-active-count-max",
                "sink-record-active-count-avg",
                "number of records read and not yet committed");
        completions = group.meter("offset-commit-completion", "offset commits that succeeded");
        skips = group.meter("offset-commit-skip", "answers to offset commits that came too late to count");
        group.gauge("sink-record-active-count", "records read and not yet committed", positions::active)
                .gauge("partition-count", "partitions of the task", positions::count)
                .gauge("offset-commit-seq-no", "the number of the newest offset commit", () -> commitNumber)
                .gauge(
                        "sink-record-lag-max",
                        "records between what the task has taken and the end, in the partition that is most behind",
                        this::lagRecords)
                .gauge(
                        "sink-record-lag-max-seconds",
                        "no record that waits for the task is older than this",
                        this::lagSeconds);
    }

    private double lagRecords() {
        OptionalLong lag = figures(System.currentTimeMillis()).lagRecordsMax();
        return lag.isPresent() ? (double) lag.getAsLong() : Double.NaN;
    }

    private double lagSeconds() {
        return figures(System.currentTimeMillis()).lagSecondsMax().orElse(Double.NaN);
    }

    SinkPositions positions() {
        return positions;
    }

    void consumed(ConsumerRecords<byte[], byte[]> records) {
        positions.consumed(records);
        if (!records.isEmpty()) {
            reads.record(records.count());
            actives.record((double) positions.active());
        }
    }

    void put(int records, long nanos) {
        positions.put();
        if (records > 0) {
            sends.record(records);
            putTimes.record(MetricGroup.millis(nanos));
        }
    }

    void committing(int number) {
        commitNumber = number;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        positions.committed(offsets);
        completions.record(1);
        actives.record((double) positions.active());
    }

    void commitSkipped() {
        skips.record(1);
    }

    Flow in() {
        return new Flow(group.value("sink-record-read-rate"), (long) group.value("sink-record-read-total"));
    }

    Flow out() {
        return new Flow(group.value("sink-record-send-rate"), (long) group.value("sink-record-send-total"));
    }

    long active() {
        return positions.active();
    }

    SinkFigures figures(long nowMs) {
        return positions.figures(nowMs);
    }

    @Override
    public void close() {
        group.close();
    }
}
