package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.config.ResolvedKeys;
import io.millrace.connectors.jdbc.config.SinkKeys;
import io.millrace.connectors.jdbc.config.SinkRules;
import io.millrace.connectors.jdbc.store.OffsetStore;
import io.millrace.connectors.jdbc.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/** Keeps PostgreSQL tables equal to topics: inserts, updates, deletes, truncations and changes of schema, exactly once. */
public final class JdbcSinkConnector extends SinkConnector {
    static final String VERSION = "0.1.0";

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void start(Map<String, String> properties) {
        JdbcSinkConfig.parse(properties);
        this.properties = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return JdbcSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        properties = Map.of();
    }

    @Override
    public ConfigDef config() {
        return SinkKeys.definition();
    }

    /** Checks every key, then what must hold between them, then logs in and looks whether the target will do. */
    @Override
    public Config validate(Map<String, String> raw) {
        ResolvedKeys keys = ResolvedKeys.of(raw);
        SinkRules.check(keys);
        if (keys.problems().isEmpty()) {
            TargetCheck.run(JdbcSinkConfig.parse(raw), keys);
        }
        Map<String, ConfigValue> values = new TreeMap<>();
        config().configKeys().keySet().forEach(name -> values.put(name, value(name, raw)));
        keys.problems().forEach((name, messages) -> {
            ConfigValue value = values.computeIfAbsent(name, unknown -> value(unknown, raw));
            messages.forEach(value::addErrorMessage);
        });
        return new Config(new ArrayList<>(values.values()));
    }

    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        JdbcSinkConfig config = JdbcSinkConfig.parse(connectorConfig);
        if (!config.delivery().exactlyOnce()) {
            return true;
        }
        try (Session session = new Session(
                config.connection(),
                "millrace:" + config.connectorName(),
                config.zone().getId())) {
            new OffsetStore(config.connectorName()).alter(session.connection(), offsets);
            return true;
        } catch (SQLException failed) {
            throw new ConnectException("Offsets could not be changed: " + SqlMessages.describe(failed), failed);
        }
    }

    private static ConfigValue value(String name, Map<String, String> raw) {
        ConfigDef.ConfigKey key = SinkKeys.definition().configKeys().get(name);
        Object value = raw.get(name);
        if (value == null && key != null && key.hasDefault()) {
            value = key.defaultValue;
        }
        return new ConfigValue(name, value, new ArrayList<>(), new ArrayList<>());
    }
}
