package io.millrace.bench.plugin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** Rows of a made-up table, as many as the worker takes. */
public final class GeneratorConnector extends SourceConnector {

    static final String TOPIC = "topic";
    static final String BATCH_RECORDS = "batch.records";
    static final String BLOCKS_IN_START = "blocks.in.start";
    static final String TASK = "generator.task";

    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        config = Map.copyOf(properties);
        if (Boolean.parseBoolean(config.get(BLOCKS_IN_START))) {
            blockForEver();
        }
    }

    /** As a plugin does that waits for a system which never answers, and swallows interrupts as many do. */
    private static void blockForEver() {
        CountDownLatch never = new CountDownLatch(1);
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException passedOver) {
                // This is what makes it a bad one.
            }
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        return GeneratorTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> own = new HashMap<>(config);
            own.put(TASK, Integer.toString(task));
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
                .define(
                        BATCH_RECORDS,
                        ConfigDef.Type.INT,
                        500,
                        ConfigDef.Importance.MEDIUM,
                        "Records that each poll returns; with 0 the task is idle.")
                .define(
                        BLOCKS_IN_START,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.LOW,
                        "Never returns from start.");
    }

    @Override
    public String version() {
        return "1";
    }
}
