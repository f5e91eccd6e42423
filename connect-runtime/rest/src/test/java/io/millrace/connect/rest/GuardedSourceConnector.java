package io.millrace.connect.rest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source as careless with its secrets as real ones are: in addresses for its tasks, and in exceptions. */
public final class GuardedSourceConnector extends SourceConnector {
    private static final Map<String, BlockingQueue<Map<String, String>>> STARTED = new ConcurrentHashMap<>();

    /**
     * @return the configurations that the connector's tasks were started with; of one connector, since a failed task
     *     is started again while another connector is tested
     */
    static BlockingQueue<Map<String, String>> started(String connector) {
        return STARTED.computeIfAbsent(connector, name -> new LinkedBlockingQueue<>());
    }

    private Map<String, String> config;

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("db.password", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, "A password.")
                .define("provided.word", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.HIGH, "Another.")
                .define("mode", ConfigDef.Type.STRING, "calm", ConfigDef.Importance.LOW, "calm or failing.")
                .define("lines", ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "A number.");
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return GuardedTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(Map.of(
                "of",
                config.get("name"),
                "mode",
                config.get("mode"),
                "db.password",
                config.get("db.password"),
                "literal.url",
                "db://u:" + config.get("db.password") + "@host",
                "provided.url",
                "db://u:" + config.get("provided.word") + "@host"));
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    /** Emits nothing, or fails and says too much. */
    public static final class GuardedTask extends SourceTask {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            started(props.get("of")).add(Map.copyOf(props));
            if ("failing".equals(props.get("mode"))) {
                throw new ConnectException(
                        "cannot log in at " + props.get("literal.url") + " nor at " + props.get("provided.url"));
            }
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            Thread.sleep(50);
            return null;
        }

        @Override
        public void stop() {
            // Holds nothing.
        }
    }
}
