package io.millrace.connect.worker.scripted;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source that counts upwards in each task, from the offset that it finds. */
public final class ScriptedSourceConnector extends SourceConnector {

    private Map<String, String> config;

    @Override
    public void start(Map<String, String> props) {
        config = props;
        Script.of(props.get("name")).reach("connector.start");
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CountingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, Script.of(config.get("name")).tasks)
                .mapToObj(task -> Map.of(
                        "name", config.get("name"), "topic", config.get("topic"), "index", Integer.toString(task)))
                .toList();
    }

    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        return true;
    }

    @Override
    public void stop() {
        Script.of(config.get("name")).reach("connector.stop");
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "")
                .define("secret", ConfigDef.Type.PASSWORD, null, ConfigDef.Importance.LOW, "");
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    /** One task of it. */
    public static final class CountingTask extends SourceTask {
        private static final int BATCH = 10;

        private Script script;
        private String topic;
        private String index;
        private long next;

        @Override
        public void start(Map<String, String> props) {
            script = Script.of(props.get("name"));
            topic = props.get("topic");
            index = props.get("index");
            script.reach("task.start");
            Map<String, Object> offset = context.offsetStorageReader().offset(partition());
            next = offset == null ? 0 : (Long) offset.get("next");
            script.calls.add("started at " + next);
        }

        private Map<String, String> partition() {
            return Map.of("index", index, "kind", "counter");
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            script.reach("poll");
            if (next >= script.sourceRecords) {
                TimeUnit.MILLISECONDS.sleep(50);
                return null;
            }
            return IntStream.range(0, BATCH)
                    .mapToObj(i -> {
                        long value = next++;
                        return new SourceRecord(
                                partition(),
                                Map.of("next", value + 1),
                                topic,
                                null,
                                Schema.STRING_SCHEMA,
                                index + "-" + value);
                    })
                    .toList();
        }

        @Override
        public void commit() {
            script.calls.add("commit");
        }

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            if (metadata == null) {
                script.calls.add("dropped " + record.value());
            }
        }

        @Override
        public void stop() {
            script.reach("stop");
        }

        @Override
        public String version() {
            return "1.2.3";
        }
    }
}
