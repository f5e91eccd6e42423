package io.millrace.bench.plugin;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Takes records and drops them; says in a file how many. For one task. */
public final class NullSinkConnector extends SinkConnector {

    static final String PROGRESS_FILE = "progress.file";

    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        config = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return NullSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(1, config);
    }

    @Override
    public void stop() {
        // Nothing was opened.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(
                        PROGRESS_FILE,
                        ConfigDef.Type.STRING,
                        ConfigDef.Importance.HIGH,
                        "Eight bytes: how many records were put so far.");
    }

    @Override
    public String version() {
        return "1";
    }
}
