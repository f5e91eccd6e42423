package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.config.ConnectionConfig;
import io.millrace.connectors.jdbc.config.ConnectionKeys;
import io.millrace.connectors.jdbc.config.DeliveryConfig;
import io.millrace.connectors.jdbc.config.ResolvedKeys;
import io.millrace.connectors.jdbc.config.RowConfig;
import io.millrace.connectors.jdbc.config.SinkRules;
import io.millrace.connectors.jdbc.config.TableConfig;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/**
 * The whole configuration of one sink: one record per concern.
 *
 * @param connectorName the connector's name, under which its offsets are kept
 * @param maxTasks most tasks that share the connector's partitions
 * @param connection how to reach the target
 * @param rows which rows records stand for
 * @param tables which tables they go to
 * @param delivery how batches are delivered
 * @param zone the zone of timestamps that carry none
 * @param ignoredKeys keys of other sinks that have no effect here
 */
public record JdbcSinkConfig(
        String connectorName,
        int maxTasks,
        ConnectionConfig connection,
        RowConfig rows,
        TableConfig tables,
        DeliveryConfig delivery,
        ZoneId zone,
        List<String> ignoredKeys) {

    /**
     * Reads a configuration that passed validation.
     *
     * @throws ConfigException naming every key that is wrong
     */
    public static JdbcSinkConfig parse(Map<String, String> raw) {
        ResolvedKeys keys = ResolvedKeys.of(raw);
        SinkRules.check(keys);
        if (!keys.problems().isEmpty()) {
            throw new ConfigException(keys.problems().entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + String.join("; ", entry.getValue()))
                    .collect(Collectors.joining(". ")));
        }
        return new JdbcSinkConfig(
                raw.getOrDefault("name", "jdbc-sink"),
                maxTasks(raw.getOrDefault("tasks.max", "1").trim()),
                ConnectionKeys.read(keys.values()),
                SinkRules.rows(keys),
                SinkRules.tables(keys),
                SinkRules.delivery(keys),
                SinkRules.zone(keys),
                keys.ignored());
    }

    /** The runtime checks the number; what is none counts as many, of which less may be assumed. */
    private static int maxTasks(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
    }
}
