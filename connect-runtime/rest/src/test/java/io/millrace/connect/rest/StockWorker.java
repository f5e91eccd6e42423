package io.millrace.connect.rest;

import io.millrace.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** A distributed worker of Apache Kafka Connect, in a JVM of its own with its own jars. */
final class StockWorker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** A file with the class path, made by the build. */
    private static final String CLASS_PATH_PROPERTY = "millrace.test.stock.connect";

    /** Errors of all kinds, and warnings of those that read the internal topics. */
    private static final Pattern PROBLEM =
            Pattern.compile("ERROR .*|WARN (KafkaBasedLog|Kafka\\w+BackingStore|OffsetUtils|ConnectUtils) .*");

    private static final String LOGGING = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%level %logger{0} %message%n</pattern></encoder>
              </appender>
              <logger name="org.apache.kafka.connect.runtime.rest.RestServer" level="INFO"/>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final ChildJvm process;
    private final String url;

    private StockWorker(ChildJvm process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts one and waits until it listens, on a port of its own choice. */
    static StockWorker start(Path folder, Map<String, String> settings) {
        try {
            Properties properties = new Properties();
            properties.putAll(settings);
            Path file = Files.createTempFile(folder, "stock", ".properties");
            try (var writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            Path logging = Files.writeString(folder.resolve("stock-logback.xml"), LOGGING);
            ChildJvm process = ChildJvm.startOn(
                    classPath(),
                    List.of("-Xmx384m", "-Dlogback.configurationFile=" + logging),
                    "org.apache.kafka.connect.cli.ConnectDistributed",
                    List.of(file.toString()));
            return new StockWorker(
                    process,
                    process.awaitOutput("advertising URL (http://[^/]+)", PATIENCE)
                            .group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its own jars, and behind them ours for logging, since it brings no backend. */
    private static String classPath() throws IOException {
        String file = System.getProperty(CLASS_PATH_PROPERTY);
        if (file == null) {
            throw new IllegalStateException(CLASS_PATH_PROPERTY + " names no file; Maven sets it");
        }
        return String.join(
                File.pathSeparator,
                Files.readString(Path.of(file)).strip(),
                PluginFolder.jarOf(ch.qos.logback.classic.Logger.class).toString(),
                PluginFolder.jarOf(ch.qos.logback.core.Context.class).toString());
    }

    /** Where it listens, as {@code http://host:port}. */
    String url() {
        return url;
    }

    /** What it logged of errors, and of warnings about what it read from the internal topics. */
    List<String> problems() {
        return process.output()
                .lines()
                .filter(line -> PROBLEM.matcher(line).matches())
                .toList();
    }

    /** As an operator stops it; waits for the end. */
    void stop() {
        process.terminate();
        process.awaitExit(PATIENCE);
    }

    /** Leaves its log in the output of the test. */
    @Override
    public void close() {
        System.out.println(process.output());
        process.close();
    }
}
