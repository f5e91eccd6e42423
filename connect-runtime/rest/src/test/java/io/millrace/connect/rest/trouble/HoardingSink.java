package io.millrace.connect.rest.trouble;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Takes records and lets none of them be committed until it is told to. */
public final class HoardingSink extends SinkConnector {

    private static volatile boolean lettingGo;

    private Map<String, String> config;

    /** From now on everything may be committed. */
    public static void letGo() {
        lettingGo = true;
    }

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
    public Class<? extends Task> taskClass() {
        return HoardingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    /** Its only task. */
    public static final class HoardingTask extends SinkTask {

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            // Needs nothing.
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            // What it does with them does not matter.
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            return lettingGo ? offsets : Map.of();
        }

        @Override
        public void stop() {
            // Holds nothing.
        }
    }
}
