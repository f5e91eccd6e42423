package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkTask;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folder that is shipped must be complete: nothing but Kafka's API and SLF4J comes from outside. */
class IsolatedPluginIT {

    private static final Path PLUGIN = Path.of("target", "plugin");
    private static final Set<String> SHARED = Set.of("org.apache.kafka.", "org.slf4j.", "java.", "javax.", "jdk.");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"avro, zstandard", "parquet, snappy", "parquet, zstd"})
    void writesEveryFormatFromItsOwnJars(String format, String codec) throws Exception {
        // Given
        Map<String, String> settings = Orders.settings(
                folder, "format", format, format.equals("avro") ? "avro.codec" : "parquet.codec", codec);
        try (URLClassLoader loader = pluginLoader()) {
            SinkConnector connector = (SinkConnector) loader.loadClass(HdfsSinkConnector.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(connector.getClass().getClassLoader()).isSameAs(loader);

            // When
            assertThat(connector.validate(settings).configValues())
                    .allSatisfy(value ->
                            assertThat(value.errorMessages()).as(value.name()).isEmpty());
            SinkTask task =
                    (SinkTask) connector.taskClass().getDeclaredConstructor().newInstance();
            InMemoryTopics topics = Orders.topics(1, 20);
            SinkTaskDriver driver = new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings)).start();
            driver.drain(7);
            driver.stop();
        }

        // Then
        try (Stream<Path> files = Files.walk(folder.resolve("topics/orders"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    private static URLClassLoader pluginLoader() throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(PLUGIN)) {
            for (Path jar : files.toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        return new ChildFirst(jars.toArray(new URL[0]));
    }

    /** As a worker loads plugins, and stricter: what is not shared is not even visible. */
    private static final class ChildFirst extends URLClassLoader {

        ChildFirst(URL[] jars) {
            super(jars, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (SHARED.stream().anyMatch(name::startsWith)) {
                try {
                    return IsolatedPluginIT.class.getClassLoader().loadClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return findResources(name);
        }
    }
}
