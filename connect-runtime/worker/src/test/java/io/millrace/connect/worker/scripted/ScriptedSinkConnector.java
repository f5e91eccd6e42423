package io.millrace.connect.worker.scripted;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink that keeps what it is given, and fails or hangs as its script says. */
public final class ScriptedSinkConnector extends SinkConnector {

    private Map<String, String> config;

    @Override
    public void start(Map<String, String> props) {
        config = props;
        Script script = Script.of(props.get("name"));
        script.reach("connector.start");
        if (!script.startFailures.isEmpty()) {
            throw script.startFailures.remove(0);
        }
    }

    @Override
    public Config validate(Map<String, String> props) {
        Script.of(props.get("name")).reach("connector.validate");
        return super.validate(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return KeepingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, Script.of(config.get("name")).tasks)
                .mapToObj(task -> Map.of("name", config.get("name"), "index", Integer.toString(task)))
                .toList();
    }

    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        Script.of(connectorConfig.get("name")).reach("alterOffsets");
        return false;
    }

    @Override
    public void stop() {
        Script.of(config.get("name")).reach("connector.stop");
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    /** One task of it. */
    public static final class KeepingTask extends SinkTask {

        private Script script;
        private String index;

        @Override
        public void start(Map<String, String> props) {
            script = Script.of(props.get("name"));
            index = props.get("index");
            script.sinkContext = context;
            script.reach("task.start");
        }

        @Override
        public void open(Collection<TopicPartition> partitions) {
            script.calls.add("open " + index + " " + partitions.size());
            script.onOpen.accept(context);
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            script.calls.add("close " + index + " " + partitions.size());
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (records.isEmpty()) {
                script.emptyPuts.incrementAndGet();
                return;
            }
            script.reach("put");
            if (!script.putFailures.isEmpty()) {
                throw script.putFailures.remove(0);
            }
            script.onPut.accept(List.copyOf(records));
            script.delivered.addAll(records);
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            script.calls.add("preCommit " + index);
            script.reach("preCommit");
            return offsets;
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
