package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.apply.BatchApplier;
import io.millrace.connectors.jdbc.apply.RowsRejected;
import io.millrace.connectors.jdbc.change.RecordDecoder;
import io.millrace.connectors.jdbc.change.RowChange;
import io.millrace.connectors.jdbc.change.RowRejected;
import io.millrace.connectors.jdbc.store.CarryOver;
import io.millrace.connectors.jdbc.store.Failure;
import io.millrace.connectors.jdbc.store.OffsetStore;
import io.millrace.connectors.jdbc.store.Session;
import io.millrace.connectors.jdbc.table.DdlFailed;
import io.millrace.connectors.jdbc.table.Tables;
import io.millrace.connectors.jdbc.type.TextEncoders;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Writes records to the target in transactions that also move the stored offsets, so that a record is applied when and
 * only when its offset is passed.
 *
 * <p>A transaction that a record spoils is cut in halves until the record is alone; the halves are committed in order,
 * so everything before the spoiled record is durable when it is reported. One that takes the target too long is tried
 * again in smaller ones.
 */
final class JdbcWriter implements AutoCloseable {
    private static final long PRUNE_INTERVAL_NS = TimeUnit.MINUTES.toNanos(10);

    private final boolean exactlyOnce;
    private final BatchLimit limit;
    private final Session session;
    private final OffsetStore offsets;
    private final CarryOver carryOver;
    private final RecordDecoder decoder;
    private final BatchApplier applier;
    private final DeadLetters deadLetters;
    private final WaitingPartitions waiting;
    private final TruncateRule truncates;
    private boolean reloadNeeded;
    private long lastPruneNs = System.nanoTime() - PRUNE_INTERVAL_NS;

    JdbcWriter(JdbcSinkConfig config, DeadLetters deadLetters) {
        TextEncoders encoders = new TextEncoders(config.zone());
        this.exactlyOnce = config.delivery().exactlyOnce();
        this.limit = new BatchLimit(config.delivery().batchRows());
        this.session = new Session(
                config.connection(),
                "millrace:" + config.connectorName(),
                config.zone().getId());
        this.offsets = new OffsetStore(config.connectorName());
        this.carryOver = new CarryOver(
                config.connectorName(),
                config.delivery().carryOverMaxRows(),
                config.delivery().carryOverMaxAgeMs());
        this.decoder = new RecordDecoder(config.rows(), config.tables());
        this.applier = new BatchApplier(
                config.rows().insertMode(),
                new Tables(config.tables(), encoders),
                encoders,
                carryOver,
                config.delivery());
        this.deadLetters = deadLetters;
        this.waiting = new WaitingPartitions(config.delivery().carryOverWaitMs());
        this.truncates = new TruncateRule(offsets, exactlyOnce, config.maxTasks());
    }

    /** Takes partitions over; says from which offset each must be read, where one is stored. */
    Map<TopicPartition, Long> open(Collection<TopicPartition> partitions) throws SQLException {
        Map<TopicPartition, Long> starts = new HashMap<>();
        truncates.opened(partitions);
        if (!exactlyOnce || partitions.isEmpty()) {
            return starts;
        }
        offsets.acquire(connection(), partitions);
        for (TopicPartition partition : partitions) {
            offsets.nextOffset(partition).ifPresent(offset -> starts.put(partition, offset));
        }
        return starts;
    }

    /** Forgets partitions that the task lost. */
    void release(Collection<TopicPartition> partitions) {
        offsets.release(partitions);
        truncates.released(partitions);
        waiting.release(partitions);
    }

    /** The stored offset of a partition. */
    OptionalLong nextOffset(TopicPartition partition) {
        return offsets.nextOffset(partition);
    }

    /**
     * Looks whether records come from the topics that the stored offsets belong to. It needs no connection: what fails
     * and is delivered again can be judged less well.
     *
     * @throws ConnectException when a topic was made again or lost its end
     */
    void requireSameTopics(Collection<SinkRecord> records, boolean deliveredAgain) {
        if (!exactlyOnce) {
            return;
        }
        for (SinkRecord sinkRecord : records) {
            TopicPartition partition = partitionOf(sinkRecord);
            long offset = sinkRecord.originalKafkaOffset();
            if (offsets.isOfAnotherTopic(partition, offset, sinkRecord.timestamp(), deliveredAgain)) {
                throw new ConnectException("Partition " + partition + " was deleted and made again, or lost its end: it"
                        + " delivers offset " + offset + ", which lies before the stored offset from which it was to be"
                        + " read (now " + offsets.nextOffset(partition).orElse(0) + "). Nothing of this batch was"
                        + " written. Stop the connector and reset its offsets to read the topic from its beginning");
            }
        }
    }

    /**
     * Writes records in order; those that the target already has are left out. When this returns all are durable but
     * those of partitions that wait for another one.
     *
     * @return partitions that wait, with the offset from which they must be read again
     * @throws SQLException when the target failed; whatever was not committed is undone, and the same records may come
     *     again
     */
    Map<TopicPartition, Long> write(Collection<SinkRecord> records) throws SQLException {
        connection();
        waiting.clearHeld();
        List<SinkRecord> chunk = new ArrayList<>(Math.min(records.size(), limit.records()));
        for (SinkRecord sinkRecord : records) {
            if (isNew(sinkRecord)) {
                chunk.add(sinkRecord);
            }
            if (chunk.size() >= limit.records()) {
                apply(chunk);
                chunk = new ArrayList<>(limit.records());
            }
        }
        if (!chunk.isEmpty()) {
            apply(chunk);
        }
        return waiting.held();
    }

    /** Gives the connection up after a failure; the offsets are read again before the next write. */
    void disconnect() {
        session.discard();
        forgetSession();
    }

    @Override
    public void close() {
        session.close();
    }

    private Connection connection() throws SQLException {
        Connection connection = session.connection();
        if (reloadNeeded) {
            offsets.reload(connection);
            reloadNeeded = false;
        }
        return connection;
    }

    private boolean isNew(SinkRecord sinkRecord) {
        if (!exactlyOnce) {
            return true;
        }
        TopicPartition partition = partitionOf(sinkRecord);
        if (!offsets.owns(partition)) {
            throw new ConnectException("Records of " + partition + " arrived, which this task was not given");
        }
        OptionalLong next = offsets.nextOffset(partition);
        boolean isNew = next.isEmpty() || sinkRecord.originalKafkaOffset() >= next.getAsLong();
        return isNew && !waiting.holds(partition, sinkRecord.originalKafkaOffset());
    }

    private void apply(List<SinkRecord> batch) throws SQLException {
        boolean layoutReadAgain = false;
        while (true) {
            List<SinkRecord> records = batch.stream()
                    .filter(sinkRecord -> !waiting.holds(partitionOf(sinkRecord), sinkRecord.originalKafkaOffset()))
                    .toList();
            if (records.isEmpty()) {
                return;
            }
            try {
                transact(records);
                limit.written(records.size());
                return;
            } catch (RowsRejected rejected) {
                rollback();
                rejected.rejections().forEach(this::holdOrReport);
            } catch (SQLException failed) {
                rollback();
                boolean maybeStale = !(failed instanceof DdlFailed) && Failure.mayBeStaleLayout(failed);
                if (maybeStale && !layoutReadAgain) {
                    // Somebody may have changed the table; the rollback made us forget what we knew of it.
                    layoutReadAgain = true;
                    continue;
                }
                if (Failure.tookTooLong(failed)) {
                    limit.tookTooLong(records.size());
                }
                requireRecordFailure(failed);
                List<SinkRecord> left = records.stream()
                        .filter(sinkRecord -> !deadLetters.holds(sinkRecord))
                        .toList();
                if (left.isEmpty()) {
                    throw failed;
                }
                if (left.size() == 1) {
                    deadLetters.report(new RowRejected(left.get(0), SqlMessages.describe(failed), failed));
                } else {
                    int middle = records.size() / 2;
                    apply(records.subList(0, middle));
                    apply(records.subList(middle, records.size()));
                    return;
                }
            } catch (RuntimeException failed) {
                rollback();
                throw failed;
            }
        }
    }

    private void holdOrReport(RowRejected rejected) {
        SinkRecord origin = rejected.origin();
        boolean held = exactlyOnce
                && rejected.mayResolve()
                && waiting.hold(partitionOf(origin), origin.originalKafkaOffset(), System.nanoTime());
        if (!held) {
            deadLetters.report(rejected);
        }
    }

    private void transact(List<SinkRecord> records) throws SQLException {
        Connection connection = connection();
        List<RowChange> changes = decode(records);
        truncates.check(connection, changes);
        if (!changes.isEmpty()) {
            applier.apply(connection, changes, records.size() == 1);
        }
        pruneWhenDue(connection);
        Map<TopicPartition, Long> next = new HashMap<>();
        if (exactlyOnce) {
            for (SinkRecord sinkRecord : records) {
                next.merge(partitionOf(sinkRecord), sinkRecord.originalKafkaOffset() + 1, Math::max);
            }
            offsets.advance(connection, next);
        }
        connection.commit();
        offsets.committed(next);
        waiting.passed(next);
        applier.committed();
        deadLetters.forget(records);
    }

    private List<RowChange> decode(List<SinkRecord> records) {
        List<RowChange> changes = new ArrayList<>(records.size());
        List<RowRejected> rejections = new ArrayList<>();
        for (SinkRecord sinkRecord : records) {
            if (deadLetters.holds(sinkRecord)) {
                continue;
            }
            try {
                decoder.decode(sinkRecord).ifPresent(changes::add);
            } catch (RowRejected rejected) {
                rejections.add(rejected);
            }
        }
        if (!rejections.isEmpty()) {
            throw new RowsRejected(rejections);
        }
        return changes;
    }

    private void pruneWhenDue(Connection connection) throws SQLException {
        long now = System.nanoTime();
        if (now - lastPruneNs >= PRUNE_INTERVAL_NS) {
            carryOver.prune(connection);
            lastPruneNs = now;
        }
    }

    private void rollback() {
        session.rollback();
        if (session.connected()) {
            applier.rolledBack();
        } else {
            forgetSession();
        }
    }

    /** Nothing outlives its session: temporary tables are gone, and the last commit may have happened or not. */
    private void forgetSession() {
        applier.disconnected();
        reloadNeeded = exactlyOnce;
    }

    private static void requireRecordFailure(SQLException failed) throws SQLException {
        if (failed instanceof DdlFailed || Failure.of(failed) != Failure.RECORD) {
            throw failed;
        }
    }

    private static TopicPartition partitionOf(SinkRecord sinkRecord) {
        return new TopicPartition(sinkRecord.originalTopic(), sinkRecord.originalKafkaPartition());
    }
}
