package io.millrace.connect.rest.trouble;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Takes records and does nothing with them, until its trouble comes. */
public final class TroubledSink extends SinkConnector {

    private Map<String, String> config;

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ConfigDef config() {
        return Trouble.keys();
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TroubledSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(Map.of(Trouble.KEY, config.getOrDefault(Trouble.KEY, "")));
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    /** Its only task. */
    public static final class TroubledSinkTask extends SinkTask {
        private Map<String, String> config;

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            config = props;
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (!records.isEmpty()) {
                Trouble.in("put", config);
            }
        }

        @Override
        public void stop() {
            Trouble.in("task.stop", config);
        }
    }
}
