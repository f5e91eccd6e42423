package io.millrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A source connector of any version, {@value #CONNECTOR}, as a jar. Its task writes {@code <version>-0},
 * {@code <version>-1} and so on to the topic that its key {@code topic} names. What {@code taskConfigs} gives is read, at
 * that time, from a class and a resource of the jar that nobody has asked for before.
 */
public final class SamplePlugin {
    public static final String CONNECTOR = "sample.SampleSource";

    private static final String CONNECTOR_SOURCE = """
            package sample;
            import java.io.InputStream;
            import java.util.*;
            import org.apache.kafka.common.config.ConfigDef;
            import org.apache.kafka.connect.connector.Task;
            public class SampleSource extends org.apache.kafka.connect.source.SourceConnector {
                private Map<String, String> config;
                public String version() { return "%1$s"; }
                public ConfigDef config() {
                    return new ConfigDef()
                        .define("topic", ConfigDef.Type.STRING, "sample", ConfigDef.Importance.HIGH, "The topic.")
                        .define("of.%1$s", ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "Of this version.");
                }
                public void start(Map<String, String> config) { this.config = config; }
                public Class<? extends Task> taskClass() { return SampleTask.class; }
                public List<Map<String, String>> taskConfigs(int maxTasks) {
                    try (InputStream in = getClass().getResourceAsStream("/sample/version.txt")) {
                        Map<String, String> task = new HashMap<>(config == null ? Map.of() : config);
                        task.put("later", Later.version());
                        task.put("resource", new String(in.readAllBytes(), "UTF-8"));
                        return List.of(task);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
                public void stop() {}
            }
            """;

    private static final String TASK_SOURCE = """
            package sample;
            import java.util.*;
            import org.apache.kafka.connect.data.Schema;
            import org.apache.kafka.connect.source.SourceRecord;
            public class SampleTask extends org.apache.kafka.connect.source.SourceTask {
                private String topic;
                private long next;
                public String version() { return "%1$s"; }
                public void start(Map<String, String> config) { topic = config.get("topic"); }
                public List<SourceRecord> poll() throws InterruptedException {
                    Thread.sleep(20);
                    long number = next++;
                    return List.of(new SourceRecord(Map.of("p", "0"), Map.of("n", number), topic, 0,
                        Schema.STRING_SCHEMA, "%1$s-" + number));
                }
                public void stop() {}
            }
            """;

    private static final String LATER_SOURCE = """
            package sample;
            public class Later {
                public static String version() { return "%1$s"; }
            }
            """;

    private SamplePlugin() {}

    /** Writes the jar, by way of a scratch folder. */
    public static void write(Path jar, String version, Path scratch) throws IOException {
        Path tree = Files.createTempDirectory(Files.createDirectories(scratch), "sample");
        CompiledSources.compile(
                tree,
                Map.of(
                        CONNECTOR,
                        CONNECTOR_SOURCE.formatted(version),
                        "sample.SampleTask",
                        TASK_SOURCE.formatted(version),
                        "sample.Later",
                        LATER_SOURCE.formatted(version)),
                List.of());
        Files.writeString(tree.resolve("sample/version.txt"), version);
        Path services = Files.createDirectories(tree.resolve("META-INF/services"));
        Files.writeString(services.resolve("org.apache.kafka.connect.source.SourceConnector"), CONNECTOR + "\n");
        CompiledSources.jar(tree, jar);
    }
}
