package io.millrace.bench.peer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a worker is told, whosoever it is; everything else is its default. */
final class WorkerSettings {

    private static final String CONVERTER = "org.apache.kafka.connect.json.JsonConverter";

    private WorkerSettings() {}

    /** With one replica of each internal topic, and JSON without schemas. */
    static Map<String, String> of(String group, int port, ServerProcess broker, List<Path> plugins) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("group.id", group);
        settings.put("listeners", "http://127.0.0.1:" + port);
        settings.put("plugin.path", plugins.stream().map(Path::toString).collect(Collectors.joining(",")));
        settings.put("key.converter", CONVERTER);
        settings.put("value.converter", CONVERTER);
        settings.put("key.converter.schemas.enable", "false");
        settings.put("value.converter.schemas.enable", "false");
        for (String topic : new String[] {"config", "offset", "status"}) {
            settings.put(topic + ".storage.topic", group + "-" + topic);
            settings.put(topic + ".storage.replication.factor", "1");
        }
        return settings;
    }
}
