package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.store.Failure;
import io.millrace.connectors.jdbc.table.DdlFailed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records into PostgreSQL; a target that is away is waited for, and no record is given up because of that. */
public final class JdbcSinkTask extends SinkTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(JdbcSinkTask.class);
    private static final long MAX_BACKOFF_MS = 60_000;
    private static final long WAIT_PAUSE_NS = 20_000_000;

    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Set<TopicPartition> unopened = new HashSet<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private long resumeAtNs;
    private JdbcSinkConfig config;
    private JdbcWriter writer;
    private int failedTries;
    private boolean deliveredAgain;

    @Override
    public String version() {
        return JdbcSinkConnector.VERSION;
    }

    @Override
    public void start(Map<String, String> properties) {
        config = JdbcSinkConfig.parse(properties);
        writer = new JdbcWriter(config, new DeadLetters(context.errantRecordReporter()));
        LOGGER.info(
                "action=start connector={} target={} delivery={}",
                config.connectorName(),
                config.connection().url(),
                config.delivery().delivery());
        if (!config.ignoredKeys().isEmpty()) {
            LOGGER.warn("action=ignore-keys connector={} keys={}", config.connectorName(), config.ignoredKeys());
        }
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        unopened.addAll(partitions);
        try {
            openPending();
        } catch (SQLException failed) {
            writer.disconnect();
            if (classify(failed) != Failure.TRANSIENT) {
                throw permanent(failed);
            }
            // The next put opens them; until then nothing of them is written.
            LOGGER.warn(
                    "action=open connector={} outcome=postponed reason=\"{}\"",
                    config.connectorName(),
                    SqlMessages.describe(failed));
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        resumeWaiting();
        writer.requireSameTopics(records, deliveredAgain);
        // However this ends other than well, the same records come again.
        deliveredAgain = !records.isEmpty();
        if (records.isEmpty() && unopened.isEmpty()) {
            return;
        }
        try {
            Set<TopicPartition> rewound = openPending();
            waitFor(writer.write(rewound.isEmpty() ? records : without(records, rewound)));
            failedTries = 0;
            deliveredAgain = false;
        } catch (SQLException failed) {
            writer.disconnect();
            if (classify(failed) != Failure.TRANSIENT) {
                throw permanent(failed);
            }
            throw retriable(failed);
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        if (config == null || !config.delivery().exactlyOnce()) {
            // Every put that returned is durable, so what was handed over is what is done.
            return currentOffsets;
        }
        Map<TopicPartition, OffsetAndMetadata> stored = new LinkedHashMap<>();
        for (TopicPartition partition : assigned) {
            writer.nextOffset(partition)
                    .ifPresent(offset -> stored.put(partition, reached(partition, offset, currentOffsets)));
        }
        return stored;
    }

    /** Behind the last stored record there may be nothing but the ends of transactions, which counts as done too. */
    private OffsetAndMetadata reached(
            TopicPartition partition, long stored, Map<TopicPartition, OffsetAndMetadata> current) {
        OffsetAndMetadata handedOver = current.get(partition);
        boolean allStored = !deliveredAgain && !unopened.contains(partition) && !paused.contains(partition);
        return allStored && handedOver != null && handedOver.offset() > stored
                ? handedOver
                : new OffsetAndMetadata(stored);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
        unopened.removeAll(partitions);
        paused.removeAll(partitions);
        if (writer != null) {
            writer.release(partitions);
        }
    }

    @Override
    public void stop() {
        if (writer != null) {
            writer.close();
        }
    }

    /**
     * Reads partitions again later whose next record needs what another partition has yet to bring; the others go on.
     */
    private void waitFor(Map<TopicPartition, Long> waiting) {
        waiting.forEach((partition, offset) -> {
            context.offset(partition, offset);
            context.pause(partition);
            paused.add(partition);
        });
        if (!waiting.isEmpty()) {
            resumeAtNs = System.nanoTime() + WAIT_PAUSE_NS;
        }
    }

    private void resumeWaiting() {
        if (!paused.isEmpty() && System.nanoTime() - resumeAtNs >= 0) {
            paused.forEach(context::resume);
            paused.clear();
        }
    }

    /** Opens what could not be opened yet, and asks for the reading to go on where the target is. */
    private Set<TopicPartition> openPending() throws SQLException {
        if (unopened.isEmpty()) {
            return Set.of();
        }
        Map<TopicPartition, Long> starts = writer.open(unopened);
        starts.forEach(context::offset);
        unopened.clear();
        return starts.keySet();
    }

    /** Records of partitions that were just rewound will come again from their right place. */
    private static List<SinkRecord> without(Collection<SinkRecord> records, Set<TopicPartition> rewound) {
        List<SinkRecord> left = new ArrayList<>();
        for (SinkRecord sinkRecord : records) {
            TopicPartition partition =
                    new TopicPartition(sinkRecord.originalTopic(), sinkRecord.originalKafkaPartition());
            if (!rewound.contains(partition)) {
                left.add(sinkRecord);
            }
        }
        return left;
    }

    private RetriableException retriable(SQLException failed) {
        failedTries++;
        int maxRetries = config.delivery().maxRetries();
        String reason = SqlMessages.describe(failed);
        if (maxRetries >= 0 && failedTries > maxRetries) {
            throw new ConnectException(
                    "The target failed " + failedTries + " times in a row, last with: " + reason, failed);
        }
        long backoffMs = Math.min(MAX_BACKOFF_MS, config.delivery().retryBackoffMs() << Math.min(16, failedTries - 1));
        context.timeout(backoffMs);
        LOGGER.warn(
                "action=write connector={} outcome=retry try={} backoffMs={} reason=\"{}\"",
                config.connectorName(),
                failedTries,
                backoffMs,
                reason);
        return new RetriableException(reason, failed);
    }

    private static Failure classify(SQLException failed) {
        Failure failure = Failure.of(failed);
        // DDL that fails for lack of a lock may work later; any other fails for a reason that stays.
        return failed instanceof DdlFailed && failure == Failure.RECORD ? Failure.PERMANENT : failure;
    }

    private static ConnectException permanent(SQLException failed) {
        return new ConnectException(
                "The target refuses to work: " + SqlMessages.describe(failed)
                        + (failed instanceof DdlFailed ? ". " + failed.getMessage() : ""),
                failed);
    }
}
