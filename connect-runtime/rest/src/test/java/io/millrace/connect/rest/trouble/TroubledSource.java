package io.millrace.connect.rest.trouble;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Counts into the topic of its own name, until its trouble comes. */
public class TroubledSource extends SourceConnector {

    private Map<String, String> config;

    /** One whose definition of keys never comes. */
    public static final class ConfigBlocks extends TroubledSource {
        @Override
        public ConfigDef config() {
            Trouble.in("config", "config blocks");
            return super.config();
        }
    }

    /** One whose definition of keys needs a class that is not there. */
    public static final class ConfigFails extends TroubledSource {
        @Override
        public ConfigDef config() {
            Trouble.in("config", "config class");
            return super.config();
        }
    }

    /** One that never says its version. */
    public static final class VersionBlocks extends TroubledSource {
        @Override
        public String version() {
            Trouble.in("version", "version blocks");
            return super.version();
        }
    }

    /** One whose version needs a class that is not there. */
    public static final class VersionFails extends TroubledSource {
        @Override
        public String version() {
            Trouble.in("version", "version class");
            return super.version();
        }
    }

    /** One whose task gets more than a record of the internal topics takes. */
    public static final class TasksTooLarge extends TroubledSource {
        @Override
        public List<Map<String, String>> taskConfigs(int maxTasks) {
            return List.of(Map.of("much", "x".repeat(1_500_000)));
        }
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ConfigDef config() {
        return Trouble.keys();
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Trouble.in("validate", connectorConfigs);
        return super.validate(connectorConfigs);
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
        Trouble.in("start", config);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TroubledTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        Trouble.in("taskConfigs", config);
        return IntStream.range(0, maxTasks)
                .mapToObj(
                        task -> Map.of("topic", config.get("name"), Trouble.KEY, config.getOrDefault(Trouble.KEY, "")))
                .toList();
    }

    @Override
    public void stop() {
        Trouble.in("stop", config);
    }

    /** One of its tasks. */
    public static final class TroubledTask extends SourceTask {
        private static final long PAUSE_MS = 20;

        private Map<String, String> config;
        private long next;

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            config = props;
            Map<String, Object> offset = context.offsetStorageReader().offset(Map.of("only", "one"));
            next = offset == null ? 0 : (Long) offset.get("next");
            Trouble.in("task.start", config);
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            Trouble.in("poll", config);
            Thread.sleep(PAUSE_MS);
            next++;
            return List.of(new SourceRecord(
                    Map.of("only", "one"), Map.of("next", next), config.get("topic"), Schema.INT64_SCHEMA, next));
        }

        @Override
        public void stop() {
            Trouble.in("task.stop", config);
        }
    }
}
