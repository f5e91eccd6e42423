package io.millrace.integration.faults.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * A source that counts from 0 in each of its source partitions, which its tasks share, so that whoever reads the topic
 * can tell what is missing and what is there twice. Source partition {@code n} goes to partition {@code n} of the topic.
 */
public final class CountingSourceConnector extends SourceConnector {

    static final String TOPIC = "topic";
    static final String SOURCES = "sources";
    static final String BATCH_RECORDS = "batch.records";
    static final String PAUSE_MS = "pause.ms";
    static final String OWN_SOURCES = "own.sources";

    private Map<String, String> config = Map.of();

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> settings) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public void start(Map<String, String> properties) {
        config = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CountingSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        int sources = Integer.parseInt(config.get(SOURCES));
        int count = Math.min(maxTasks, sources);
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < count; task++) {
            int index = task;
            Map<String, String> own = new HashMap<>(config);
            own.put(
                    OWN_SOURCES,
                    IntStream.range(0, sources)
                            .filter(source -> source % count == index)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(",")));
            tasks.add(own);
        }
        return tasks;
    }

    @Override
    public void stop() {
        // Nothing was opened.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where the records go.")
                .define(SOURCES, ConfigDef.Type.INT, ConfigDef.Importance.HIGH, "Source partitions.")
                .define(BATCH_RECORDS, ConfigDef.Type.INT, 10, ConfigDef.Importance.LOW, "Of a source in each poll.")
                .define(PAUSE_MS, ConfigDef.Type.INT, 20, ConfigDef.Importance.LOW, "Before each poll.");
    }

    @Override
    public String version() {
        return "1";
    }
}
