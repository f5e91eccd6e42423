package io.millrace.connect.plugins;

import io.millrace.testing.CompiledSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Plugins that tests write as source text, and those of other people that the build laid out. */
public final class TestingPlugins {
    private static final Path THIRD_PARTY = Path.of("target", "third-party");

    private TestingPlugins() {}

    /** The plugin path with connect-file, Debezium and MongoDB's connector. */
    public static Path thirdParty() {
        return THIRD_PARTY.resolve("plugins").toAbsolutePath();
    }

    /** Jars of a Jackson that is not the hub's. */
    public static List<Path> otherJackson() throws IOException {
        try (Stream<Path> jars = Files.list(THIRD_PARTY.resolve("jackson"))) {
            return jars.sorted().toList();
        }
    }

    /** Compiles one public class into a class tree; {@code libraries} come before the test's own class path. */
    public static void compile(Path classes, String className, String source, List<Path> libraries) throws IOException {
        CompiledSources.compile(classes, Map.of(className, source), libraries);
    }

    /** A source connector; {@code body} holds further members and {@code validate} the body of that method. */
    public static String sourceConnector(String packageName, String name, String version, String validate) {
        return """
            package %s;
            import java.util.*;
            import org.apache.kafka.common.config.*;
            import org.apache.kafka.connect.connector.Task;
            public class %s extends org.apache.kafka.connect.source.SourceConnector {
                public String version() { return "%s"; }
                public ConfigDef config() {
                    return new ConfigDef()
                        .define("secret.password", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.LOW, "A secret.")
                        .define("mode", ConfigDef.Type.STRING, "a", ConfigDef.Importance.LOW, "A mode.");
                }
                public Config validate(Map<String, String> config) { %s }
                public void start(Map<String, String> config) {}
                public Class<? extends Task> taskClass() { return null; }
                public List<Map<String, String>> taskConfigs(int maxTasks) { return List.of(); }
                public void stop() {}
            }
            """.formatted(packageName, name, version, validate);
    }
}
