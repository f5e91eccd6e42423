package io.millrace.connect.rest.trouble;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink whose only task gets the whole configuration. */
public abstract class OneTaskSink extends SinkConnector {

    private Map<String, String> config;

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    /** Takes records and does nothing with them. */
    public abstract static class OnlyTask extends SinkTask {

        private Map<String, String> config;

        /** What the task was started with. */
        Map<String, String> started() {
            return config;
        }

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
            // What it does with them does not matter.
        }

        @Override
        public void stop() {
            // Holds nothing.
        }
    }
}
