package io.millrace.bench.row;

import io.millrace.bench.plugin.GeneratorConnector;
import java.util.Map;

/** The configuration of a connector whose tasks have nothing to do. */
final class IdleTasks {

    private IdleTasks() {}

    static Map<String, String> of(String topic, int tasks) {
        return Map.of(
                "connector.class",
                GeneratorConnector.class.getName(),
                "tasks.max",
                Integer.toString(tasks),
                "batch.records",
                "0",
                "topic",
                topic);
    }
}
