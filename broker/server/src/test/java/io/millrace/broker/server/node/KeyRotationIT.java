package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys change while clients write, and not one record fails. */
class KeyRotationIT {

    private static final int ROTATIONS = 3;
    private static final int MIN_RECORDS = 100;

    @TempDir
    Path directory;

    @Test
    void showsNewKeysToNewConnectionsAndFailsNoRecord() throws Exception {
        // Given
        var keys = new TestKeys(directory);
        var first = keys.issue("CN=broker,O=Test");
        try (BrokerServer broker = start(keys.keystore("keys.p12", "PKCS12", first))) {
            TestBroker.create(broker.bootstrapServers("PLAIN"), "rotated", 1);
            var stop = new AtomicBoolean();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            var writer = new Thread(() -> write(keys, broker.bootstrapServers("TLS"), sent, stop));
            writer.start();

            // When
            for (int i = 0; i < ROTATIONS; i++) {
                var next = keys.issue("CN=broker,O=Test");
                keys.keystore("keys.p12", "PKCS12", next);
                awaitShown(keys, broker, next.getCertificate());
            }
            stop.set(true);
            writer.join();

            // Then
            assertThat(sent).hasSizeGreaterThanOrEqualTo(2 * MIN_RECORDS);
            for (Future<RecordMetadata> record : sent) {
                assertThat(record.get().offset()).isNotNegative();
            }
        }
    }

    @Test
    void keepsItsKeysWhenWhatReplacesThemCannotServe() throws Exception {
        // Given
        var keys = new TestKeys(directory);
        var good = keys.issue("CN=broker,O=Test");
        try (BrokerServer broker = start(keys.keystore("keys.p12", "PKCS12", good))) {
            // When, Then
            keys.keystore(
                    "keys.p12",
                    "PKCS12",
                    keys.issue("CN=broker,O=Test", Instant.now().minusSeconds(60)));
            assertStillShown(keys, broker, good.getCertificate());
            Path garbage = Files.writeString(directory.resolve("garbage"), "no key store at all");
            Files.move(garbage, directory.resolve("keys.p12"), StandardCopyOption.REPLACE_EXISTING);
            assertStillShown(keys, broker, good.getCertificate());
            Files.delete(directory.resolve("keys.p12"));
            assertStillShown(keys, broker, good.getCertificate());

            // When
            var next = keys.issue("CN=broker,O=Test");
            keys.keystore("keys.p12", "PKCS12", next);

            // Then
            awaitShown(keys, broker, next.getCertificate());
        }
    }

    private BrokerServer start(Path keystore) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "listeners", "PLAIN://127.0.0.1:0,TLS://127.0.0.1:0",
                "listener.security.protocol.map", "PLAIN:PLAINTEXT,TLS:SSL",
                "ssl.reload.interval.ms", "30"));
        properties.putAll(TestKeys.server("tls", keystore, "PKCS12"));
        return BrokerServer.start(TestBroker.properties(directory.resolve("data"), properties));
    }

    /** A producer that connects anew again and again, as a fleet of clients does. */
    private static void write(TestKeys keys, String address, List<Future<RecordMetadata>> sent, AtomicBoolean stop) {
        Map<String, Object> client = keys.client("SSL");
        client.put("connections.max.idle.ms", "50");
        try (var steady = TestBroker.producer(address, keys.client("SSL"));
                var restless = TestBroker.producer(address, client)) {
            for (int i = 0; !stop.get() || i < MIN_RECORDS; i++) {
                sent.add(steady.send(new ProducerRecord<>("rotated", "steady " + i)));
                sent.add(restless.send(new ProducerRecord<>("rotated", "restless " + i)));
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitShown(TestKeys keys, BrokerServer broker, X509Certificate expected) {
        TestBroker.await(() -> {
            pause();
            return keys.shown(broker.bootstrapServers("TLS")).equals(expected.getSerialNumber());
        });
    }

    private static void assertStillShown(TestKeys keys, BrokerServer broker, X509Certificate expected)
            throws Exception {
        long endNs = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (System.nanoTime() < endNs) {
            assertThat(keys.shown(broker.bootstrapServers("TLS"))).isEqualTo(expected.getSerialNumber());
            pause();
        }
    }
}
