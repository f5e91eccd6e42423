package io.millrace.connectors.cdc;

import io.debezium.DebeziumException;
import io.debezium.bean.StandardBeanNames;
import io.debezium.bean.spi.BeanRegistry;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.spi.SlotState;
import io.debezium.jdbc.JdbcConnection;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.service.spi.ServiceRegistry;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.snapshot.SnapshotterServiceProvider;
import io.debezium.spi.snapshot.Snapshotter;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a snapshot that is not the first one be followed by what the replication slot holds since the first one.
 *
 * <p>Debezium starts a snapshot anew that was cut off, and then streams from the position of the new one. Rows that
 * the first attempt told of and that were deleted before the second are never mentioned again. The slot, however, was
 * made before the first attempt and does not move during snapshots: it still holds those deletes. So the stream is
 * begun where the slot stands, as if the snapshot had just taken long. Changes that the snapshot has seen come a second
 * time and in order, so each row passes through states that it had and ends in its last one; {@link Replay} holds back
 * those that nobody could apply.
 *
 * <p>That holds for each snapshot at a start that finds the slot in place: after a kill in the middle, whether an offset
 * was stored or not, and with {@code snapshot.mode=always}, where Debezium skips what happened while it was down. Modes
 * that take no snapshot, and Debezium's snapshots on request, are left alone.
 *
 * <p>What the slot does not hold cannot be told: {@code initial_only} has no slot, and one that was dropped, or has
 * lost its log, knows nothing of the time before. Consumers should then be emptied before the snapshot.
 *
 * <p>Debezium asks for this service once per start, after it has read the offset and before it looks at it.
 */
final class RepeatedSnapshots extends SnapshotterServiceProvider {

    private static final Logger LOGGER = LoggerFactory.getLogger(RepeatedSnapshots.class);

    private static final List<String> KEY_CHANGING =
            List.of("column.mask.", "column.truncate.", "converters", "post.processors");

    private final OffsetStorageReader storedOffsets;
    private final Consumer<Replay> onReplay;

    /** {@code onReplay} is told of changes that will come a second time. */
    RepeatedSnapshots(OffsetStorageReader storedOffsets, Consumer<Replay> onReplay) {
        this.storedOffsets = storedOffsets;
        this.onReplay = onReplay;
    }

    @Override
    public SnapshotterService createService(Configuration settings, ServiceRegistry services) {
        SnapshotterService stock = super.createService(settings, services);
        if (!settings.getBoolean(
                OwnSettings.SNAPSHOT_RESUMES_FROM_SLOT, OwnSettings.SNAPSHOT_RESUMES_FROM_SLOT_DEFAULT)) {
            return stock;
        }
        Beans beans = new Beans(services.getService(BeanRegistry.class));
        PostgresOffsetContext offset = beans.offsets().getTheOnlyOffset();
        Start start = new Start(
                offset != null, offset != null && offset.isInitialSnapshotRunning(), beans.slotHoldsChanges());
        if (start.leavesDeletesUntold(stock.getSnapshotter())) {
            LOGGER.warn(
                    "the snapshot is taken again, and no replication slot holds what was deleted since the one before:"
                            + " consumers keep those rows unless they are emptied first connector={} slot={}",
                    settings.getString("name"),
                    settings.getString("slot.name"));
        }
        if (start.resumesFromSlot(stock.getSnapshotter())) {
            LOGGER.info(
                    "the snapshot is followed by the changes that the replication slot holds connector={} slot={}",
                    settings.getString("name"),
                    settings.getString("slot.name"));
            return resumingFromSlot(stock, beans, settings);
        }
        Map<String, Object> stored =
                storedOffsets.offset(beans.offsets().getTheOnlyPartition().getSourcePartition());
        if (stored != null && stored.get(Replay.OFFSET_KEY) instanceof Number end) {
            announce(beans, settings, (source, leftOut) -> Replay.until(end.longValue(), source, leftOut));
        }
        return stock;
    }

    private SnapshotterService resumingFromSlot(SnapshotterService stock, Beans beans, Configuration settings) {
        // With an offset, Debezium would stream up to the snapshot first: large values left out of an update then
        // meet rows that consumers have not been told of.
        beans.offsets().resetOffset(beans.offsets().getTheOnlyPartition());
        announce(beans, settings, Replay::afterSnapshot);
        return new SnapshotterService(
                new SlotResumingSnapshotter(stock.getSnapshotter()), stock.getSnapshotQuery(), stock.getSnapshotLock());
    }

    private void announce(
            Beans beans, Configuration settings, BiFunction<SourceRows, LeftOutValues, Replay> beginning) {
        // A key that was masked or converted would not be found, and its row be taken for gone.
        if (settings.keys().stream().noneMatch(key -> KEY_CHANGING.stream().anyMatch(key::startsWith))) {
            onReplay.accept(beginning.apply(new PostgresSourceRows(beans.config()), beans.leftOutValues()));
        }
    }

    /**
     * What a task finds when it starts.
     *
     * @param offsetExists whether an offset is stored
     * @param snapshotInProgress whether that offset lies in the middle of a snapshot
     * @param slotHoldsChanges whether the replication slot is there, and has been since an earlier start
     */
    record Start(boolean offsetExists, boolean snapshotInProgress, boolean slotHoldsChanges) {

        boolean resumesFromSlot(Snapshotter chosen) {
            return slotHoldsChanges
                    && takesSnapshot(chosen)
                    && chosen.shouldStream()
                    && chosen.shouldStreamEventsStartingFromSnapshot()
                    // Such a snapshotter refuses to start without an offset.
                    && !chosen.shouldSnapshotOnSchemaError();
        }

        boolean leavesDeletesUntold(Snapshotter chosen) {
            return offsetExists && takesSnapshot(chosen) && (!slotHoldsChanges || !chosen.shouldStream());
        }

        private boolean takesSnapshot(Snapshotter chosen) {
            return chosen.shouldSnapshotData(offsetExists, snapshotInProgress);
        }
    }

    /** The parts of a starting task. */
    private record Beans(BeanRegistry registry) {

        private static final String PUBLICATION = "SELECT 1 FROM pg_publication WHERE pubname = ?";

        @SuppressWarnings("unchecked")
        Offsets<PostgresPartition, PostgresOffsetContext> offsets() {
            return registry.lookupByName(StandardBeanNames.OFFSETS, Offsets.class);
        }

        PostgresConnectorConfig config() {
            return registry.lookupByName(StandardBeanNames.CONNECTOR_CONFIG, PostgresConnectorConfig.class);
        }

        LeftOutValues leftOutValues() {
            return new LeftOutValues(config().getUnavailableValuePlaceholder());
        }

        boolean slotHoldsChanges() {
            PostgresConnectorConfig config = config();
            PostgresConnection connection =
                    (PostgresConnection) registry.lookupByName(StandardBeanNames.JDBC_CONNECTION, JdbcConnection.class);
            try {
                SlotState slot = connection.getReplicationSlotState(
                        config.slotName(), config.plugin().getPostgresPluginName());
                return slot != null && (!usesPublication(config) || publicationExists(connection, config));
            } catch (SQLException e) {
                throw new DebeziumException("The replication slot " + config.slotName() + " cannot be examined", e);
            }
        }

        private static boolean usesPublication(PostgresConnectorConfig config) {
            return config.plugin() == PostgresConnectorConfig.LogicalDecoder.PGOUTPUT;
        }

        /** A slot without one was made by hand: what it holds cannot be read through a publication of today. */
        private static boolean publicationExists(PostgresConnection connection, PostgresConnectorConfig config)
                throws SQLException {
            return connection.prepareQueryAndMap(
                    PUBLICATION,
                    statement -> statement.setString(1, config.publicationName()),
                    java.sql.ResultSet::next);
        }
    }
}
