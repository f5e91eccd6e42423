package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.change.RowChange;
import io.millrace.connectors.jdbc.store.OffsetStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Lets a truncate through only where it is known which records came before it.
 *
 * <p>A truncate has no key and lies in one partition, but it concerns the rows of all. Rows of another partition that came
 * after it may be in the table already, and would go; rows that came before it may be read later, and would stay. Nothing
 * in the target tells them apart, so a topic must have one partition for its truncates to be followed.
 */
final class TruncateRule {
    private final OffsetStore offsets;
    private final boolean exactlyOnce;
    private final int maxTasks;
    private final Set<TopicPartition> open = new HashSet<>();

    /** The offsets tell of partitions that other tasks of the connector have, where they are kept in the target. */
    TruncateRule(OffsetStore offsets, boolean exactlyOnce, int maxTasks) {
        this.offsets = offsets;
        this.exactlyOnce = exactlyOnce;
        this.maxTasks = maxTasks;
    }

    void opened(Collection<TopicPartition> partitions) {
        open.addAll(partitions);
    }

    void released(Collection<TopicPartition> partitions) {
        open.removeAll(partitions);
    }

    /**
     * Looks for truncates among the changes.
     *
     * @throws ConnectException when one of them cannot be put in its place
     */
    void check(Connection connection, List<RowChange> changes) throws SQLException {
        for (RowChange change : changes) {
            if (change instanceof RowChange.Truncation truncation) {
                check(connection, truncation.origin());
            }
        }
    }

    private void check(Connection connection, SinkRecord origin) throws SQLException {
        String topic = origin.originalTopic();
        // Partitions are counted from 0, so any other number says that there are several.
        if (origin.originalKafkaPartition() > 0 || hasOthers(topic)) {
            throw refused(origin, "the topic has several partitions");
        }
        if (maxTasks <= 1) {
            return;
        }
        if (!exactlyOnce) {
            throw refused(
                    origin,
                    "with tasks.max above 1 and delivery=at_least_once it cannot be told whether another task reads more"
                            + " partitions of the topic; set tasks.max=1 or delivery=exactly_once if it has only one");
        }
        if (offsets.countPartitions(connection, topic) > 1) {
            throw refused(
                    origin,
                    "other tasks read or have read more partitions of the topic (they are in table " + OffsetStore.TABLE
                            + "; if the topic was made again with only one, set tasks.max=1)");
        }
    }

    private boolean hasOthers(String topic) {
        return open.stream().anyMatch(partition -> partition.topic().equals(topic) && partition.partition() > 0);
    }

    private static ConnectException refused(SinkRecord origin, String reason) {
        return new ConnectException("The truncate at topic " + origin.originalTopic() + ", partition "
                + origin.originalKafkaPartition() + ", offset " + origin.originalKafkaOffset()
                + " cannot be followed: " + reason + ". Rows that came before and after it cannot be told apart in the"
                + " target. Nothing of its batch was written. Give the topic one partition, or set"
                + " truncate.enabled=false and empty the table by hand");
    }
}
