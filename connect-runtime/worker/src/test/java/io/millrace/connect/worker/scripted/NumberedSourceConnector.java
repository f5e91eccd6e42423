package io.millrace.connect.worker.scripted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * A source of numbers without gaps, {@code <partition>-<number>}, in {@code partitions} source partitions that its tasks
 * share. So many tasks as {@code tasks.max} says.
 */
public final class NumberedSourceConnector extends SourceConnector {

    private static final int BATCH = 10;

    private Map<String, String> config;

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> settings) {
        String answer = settings.get("answer");
        return answer == null ? null : ExactlyOnceSupport.valueOf(answer);
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> settings) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return NumberingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        int partitions = Integer.parseInt(config.get("partitions"));
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            int index = task;
            Map<String, String> own = new LinkedHashMap<>(config);
            own.put(
                    "own",
                    IntStream.range(0, partitions)
                            .filter(partition -> partition % maxTasks == index)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(",")));
            tasks.add(own);
        }
        return tasks;
    }

    @Override
    public void stop() {
        config = null;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "")
                .define("partitions", ConfigDef.Type.INT, ConfigDef.Importance.HIGH, "")
                .define("records", ConfigDef.Type.INT, ConfigDef.Importance.HIGH, "of each partition")
                .define("pause.ms", ConfigDef.Type.INT, 0, ConfigDef.Importance.LOW, "between polls")
                .define("answer", ConfigDef.Type.STRING, null, ConfigDef.Importance.LOW, "to exactlyOnceSupport");
    }

    @Override
    public String version() {
        return "1";
    }

    /** One task of it. */
    public static final class NumberingTask extends SourceTask {

        private final Map<String, Long> next = new LinkedHashMap<>();
        private Script script;
        private String topic;
        private long records;
        private long pauseMs;

        @Override
        public void start(Map<String, String> props) {
            script = Script.of(props.get("name"));
            script.starts.incrementAndGet();
            topic = props.get("topic");
            records = Long.parseLong(props.get("records"));
            pauseMs = Long.parseLong(props.getOrDefault("pause.ms", "0"));
            for (String partition : props.get("own").split(",")) {
                Map<String, Object> offset = context.offsetStorageReader().offset(Map.of("partition", partition));
                next.put(partition, offset == null ? 0 : (Long) offset.get("next"));
            }
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(pauseMs);
            List<SourceRecord> batch = new ArrayList<>();
            next.replaceAll((partition, number) -> {
                long end = Math.min(records, number + BATCH);
                for (long one = number; one < end; one++) {
                    batch.add(record(partition, one));
                }
                return end;
            });
            if (batch.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
                return null;
            }
            BiConsumer<TransactionContext, List<SourceRecord>> polled = script.onPolled;
            polled.accept(context.transactionContext(), batch);
            return batch;
        }

        private SourceRecord record(String partition, long number) {
            Map<String, Object> offset = new LinkedHashMap<>(script.offsetMarks);
            offset.put("next", number + 1);
            return new SourceRecord(
                    Map.of("partition", partition),
                    offset,
                    topic,
                    null,
                    Schema.STRING_SCHEMA,
                    partition + "-" + number);
        }

        @Override
        public void commit() {
            script.calls.add("commit");
        }

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            script.calls.add((metadata == null ? "dropped " : "written ") + record.value());
        }

        @Override
        public void stop() {
            script.calls.add("stop");
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
