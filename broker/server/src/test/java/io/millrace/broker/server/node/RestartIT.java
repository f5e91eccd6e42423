package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RestartIT {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void keepsRecordsTopicsAndClusterIdOverACleanRestart() throws Exception {
        // Given
        String clusterId;
        try (BrokerServer broker = TestBroker.start(directory)) {
            clusterId = broker.clusterId();
            TestBroker.create(broker.bootstrapServers(), "kept", 2);
            TestBroker.produce(broker.bootstrapServers(), "kept", Map.of(), 100);
        }

        // When
        try (BrokerServer broker = TestBroker.start(directory)) {
            // Then
            assertThat(broker.clusterId()).isEqualTo(clusterId);
            assertThat(TestBroker.consumeAll(broker.bootstrapServers(), "kept", 100))
                    .hasSize(100);
            TestBroker.produce(broker.bootstrapServers(), "kept", Map.of(), 100);
            assertThat(TestBroker.consumeAll(broker.bootstrapServers(), "kept", 200))
                    .hasSize(200);
        }
    }

    @Test
    void warnsWhenTheDataDirectoryIsAnOldCopy() throws Exception {
        // Given
        var logger = (Logger) LoggerFactory.getLogger(BrokerAssembly.class);
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        logger.addAppender(logged);
        Path data = directory.resolve("logs");
        TestBroker.start(directory).close();
        copy(data, directory.resolve("copy"));
        TestBroker.start(directory).close();
        assertThat(logged.list).noneMatch(event -> event.getLevel() == Level.WARN);

        // When
        Files.move(data, directory.resolve("newer"));
        Files.move(directory.resolve("copy"), data);
        TestBroker.start(directory).close();
        logger.detachAppender(logged);

        // Then
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .singleElement()
                .asString()
                .contains("old copy");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // The callback counts what was acknowledged.
    void losesNothingThatWasAcknowledgedWhenKilledInTheMiddle() throws Exception {
        var acknowledged = new AtomicLong();
        ChildJvm first = startChild(0);
        try (first) {
            String servers = servers(first);
            TestBroker.create(servers, "hard", 1);
            try (var producer =
                    TestBroker.producer(servers, Map.of("delivery.timeout.ms", "3000", "request.timeout.ms", "2000"))) {
                // When: killed while what was sent last is still on its way
                for (int i = 0; i < 15_000; i++) {
                    producer.send(new ProducerRecord<>("hard", "v" + i), (metadata, failure) -> {
                        if (failure == null) {
                            acknowledged.incrementAndGet();
                        }
                    });
                }
                TestBroker.await(() -> acknowledged.get() > 5_000);
                first.kill();
            }
        }

        // Then
        try (ChildJvm second = startChild(0)) {
            long promised = acknowledged.get();
            List<ConsumerRecord<String, String>> records =
                    TestBroker.consumeAll(servers(second), "hard", (int) promised);
            assertThat(promised).isGreaterThan(5_000);
            List<String> values = new ArrayList<>();
            for (int i = 0; i < promised; i++) {
                values.add(records.get(i).value());
                assertThat(records.get(i).offset()).isEqualTo(i);
            }
            assertThat(values).first().isEqualTo("v0");
            assertThat(values).doesNotHaveDuplicates().last().isEqualTo("v" + (promised - 1));
        }
    }

    @Test
    void saysThatThePortIsInUse(@TempDir Path other) {
        try (BrokerServer first = TestBroker.start(directory)) {
            String listener = "PLAINTEXT://127.0.0.1:" + first.address().getPort();
            assertThatThrownBy(() -> BrokerServer.start(TestBroker.properties(other, Map.of("listeners", listener))))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(Integer.toString(first.address().getPort()))
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void saysThatTheDataIsOfANewerVersion() throws Exception {
        // Given
        TestBroker.start(directory).close();
        Path meta = directory.resolve("logs").resolve("meta.properties");
        Files.writeString(meta, Files.readString(meta).replace("version=1", "version=99"));

        // When, Then
        assertThatThrownBy(() -> TestBroker.start(directory))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("newer");
    }

    private ChildJvm startChild(int port) {
        List<String> arguments = new ArrayList<>();
        Map<String, String> listener = Map.of("listeners", "PLAINTEXT://127.0.0.1:" + port);
        TestBroker.properties(directory, listener).forEach((name, value) -> arguments.add(name + "=" + value));
        return ChildJvm.start(BrokerMain.class, arguments.toArray(String[]::new));
    }

    private static String servers(ChildJvm broker) {
        return broker.awaitOutput("READY (\\S+)", START_TIMEOUT).group(1);
    }
}
