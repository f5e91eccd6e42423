package io.millrace.connectors.jdbc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the sink is in each partition that it owns, as rows of the target written in the transaction of the data.
 *
 * <p>A row has an owner epoch. Opening a partition raises it, and every later write asks for the epoch it opened with; so
 * a task that was replaced without knowing it can still do work, but never commit it.
 */
public final class OffsetStore {
    /** The table, in the first schema of the search path. */
    public static final String TABLE = "millrace_sink_offsets";

    /** How far the clocks of producers and of the target may be apart. */
    private static final long CLOCK_DIFFERENCE_MS = 60_000;

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);
    private static final String CREATE = "CREATE TABLE IF NOT EXISTS " + TABLE
            + " (connector text NOT NULL, topic text NOT NULL, partition integer NOT NULL,"
            + " next_offset bigint, owner_epoch bigint NOT NULL, updated_at timestamptz NOT NULL,"
            + " PRIMARY KEY (connector, topic, partition))";
    private static final String UPDATED_AT_MS = "(extract(epoch FROM mine.updated_at) * 1000)::bigint";
    private static final String ACQUIRE = "INSERT INTO " + TABLE
            + " AS mine (connector, topic, partition, owner_epoch, updated_at) VALUES (?, ?, ?, 1, now())"
            + " ON CONFLICT (connector, topic, partition) DO UPDATE"
            + " SET owner_epoch = mine.owner_epoch + 1 RETURNING next_offset, owner_epoch, " + UPDATED_AT_MS;
    private static final String ADVANCE = "UPDATE " + TABLE
            + " SET next_offset = ?, updated_at = now() WHERE connector = ? AND topic = ? AND partition = ?"
            + " AND next_offset IS NOT DISTINCT FROM ? AND owner_epoch = ?";
    private static final String RELOAD = "SELECT next_offset, owner_epoch, " + UPDATED_AT_MS + " FROM " + TABLE
            + " AS mine WHERE connector = ? AND topic = ? AND partition = ? FOR UPDATE";
    private static final String ALTER = "INSERT INTO " + TABLE
            + " AS mine (connector, topic, partition, next_offset, owner_epoch, updated_at) VALUES (?, ?, ?, ?, 1, now())"
            + " ON CONFLICT (connector, topic, partition) DO UPDATE SET next_offset = excluded.next_offset,"
            + " owner_epoch = mine.owner_epoch + 1, updated_at = now()";

    private final String connector;
    private final Map<TopicPartition, Owned> owned = new HashMap<>();

    /**
     * One partition that this task opened.
     *
     * @param nextOffset null until something was written
     * @param openedOffset the offset when the partition was opened, or 0
     * @param openedAtMs when that offset was written
     */
    private record Owned(Long nextOffset, long ownerEpoch, long openedOffset, long openedAtMs) {
        Owned at(Long offset) {
            return new Owned(offset, ownerEpoch, openedOffset, openedAtMs);
        }
    }

    /** The store of one connector. */
    public OffsetStore(String connector) {
        this.connector = connector;
    }

    /** Makes the table when it is missing. Two sinks may try at once, so they take turns. */
    public static void createTable(Connection connection) throws SQLException {
        SinkTables.create(connection, TABLE, CREATE);
    }

    /** Takes partitions over from whoever had them, in sorted order, and commits. */
    public void acquire(Connection connection, Collection<TopicPartition> partitions) throws SQLException {
        createTable(connection);
        Map<TopicPartition, Owned> taken = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(ACQUIRE)) {
            for (TopicPartition partition : sorted(partitions)) {
                bind(statement, 1, partition);
                taken.put(partition, single(statement, partition));
            }
        }
        connection.commit();
        owned.putAll(taken);
    }

    /** Forgets partitions that the task no longer has. */
    public void release(Collection<TopicPartition> partitions) {
        partitions.forEach(owned::remove);
    }

    /** How many partitions of a topic the connector's tasks have opened, now or before. */
    public int countPartitions(Connection connection, String topic) throws SQLException {
        String sql = "SELECT count(*) FROM " + TABLE + " WHERE connector = ? AND topic = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, connector);
            statement.setString(2, topic);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** Whether this task opened the partition. */
    public boolean owns(TopicPartition partition) {
        return owned.containsKey(partition);
    }

    /** The offset of the next record to write, or empty when none was ever written. */
    public OptionalLong nextOffset(TopicPartition partition) {
        Owned row = owned.get(partition);
        return row == null || row.nextOffset() == null ? OptionalLong.empty() : OptionalLong.of(row.nextOffset());
    }

    /**
     * Writes new offsets in the caller's transaction. They count for this store only after {@link #committed}.
     *
     * @throws OwnershipLost when another task has taken one of the partitions
     */
    public void advance(Connection connection, Map<TopicPartition, Long> nextOffsets) throws SQLException {
        List<TopicPartition> order = sorted(nextOffsets.keySet());
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (TopicPartition partition : order) {
                Owned row = owned.get(partition);
                statement.setLong(1, nextOffsets.get(partition));
                bind(statement, 2, partition);
                setOffset(statement, 5, row.nextOffset());
                statement.setLong(6, row.ownerEpoch());
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] != 1) {
                    throw lost(order.get(i));
                }
            }
        }
    }

    /** The transaction that wrote these offsets was committed. */
    public void committed(Map<TopicPartition, Long> nextOffsets) {
        nextOffsets.forEach((partition, offset) -> owned.computeIfPresent(partition, (same, row) -> row.at(offset)));
    }

    /**
     * Reads the offsets again after a connection was lost: the last commit may have happened or not. The lock waits for
     * a commit that is still under way.
     */
    public void reload(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RELOAD)) {
            for (TopicPartition partition : sorted(owned.keySet())) {
                bind(statement, 1, partition);
                Owned stored = single(statement, partition);
                if (stored.ownerEpoch() != owned.get(partition).ownerEpoch()) {
                    throw lost(partition);
                }
                owned.put(partition, owned.get(partition).at(stored.nextOffset()));
            }
        }
        connection.commit();
    }

    /**
     * Whether a record lies before the offset that was stored when the partition was opened, and yet is no record of
     * before. This task asked to read from that offset on, so what comes earlier for the first time belongs to another
     * topic of the same name, or to one that lost its end; to skip it would lose it. What is delivered again may have been
     * read before the task asked, and tells by its time alone.
     */
    public boolean isOfAnotherTopic(TopicPartition partition, long offset, Long timestampMs, boolean deliveredAgain) {
        Owned row = owned.get(partition);
        if (row == null || offset >= row.openedOffset()) {
            return false;
        }
        return !deliveredAgain || (timestampMs != null && timestampMs > row.openedAtMs() + CLOCK_DIFFERENCE_MS);
    }

    /**
     * Sets offsets by hand, or clears those that map to null, and commits. Owners of before are fenced; so a cleared row
     * stays, for a new one would begin with an epoch that a task of before may hold.
     */
    public void alter(Connection connection, Map<TopicPartition, Long> offsets) throws SQLException {
        createTable(connection);
        try (PreparedStatement statement = connection.prepareStatement(ALTER)) {
            for (TopicPartition partition : sorted(offsets.keySet())) {
                bind(statement, 1, partition);
                setOffset(statement, 4, offsets.get(partition));
                statement.executeUpdate();
            }
        }
        connection.commit();
    }

    private OwnershipLost lost(TopicPartition partition) {
        return new OwnershipLost("Partition " + partition + " of connector " + connector
                + " was taken over by another task, or its offsets were changed; this task stops and wrote nothing");
    }

    private Owned single(PreparedStatement statement, TopicPartition partition) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw lost(partition);
            }
            long nextOffset = rows.getLong(1);
            boolean written = !rows.wasNull();
            return new Owned(written ? nextOffset : null, rows.getLong(2), nextOffset, rows.getLong(3));
        }
    }

    private void bind(PreparedStatement statement, int first, TopicPartition partition) throws SQLException {
        statement.setString(first, connector);
        statement.setString(first + 1, partition.topic());
        statement.setInt(first + 2, partition.partition());
    }

    private static void setOffset(PreparedStatement statement, int index, Long offset) throws SQLException {
        if (offset == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, offset);
        }
    }

    private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        List<TopicPartition> order = new ArrayList<>(partitions);
        order.sort(ORDER);
        return order;
    }
}
