package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.CapturedLog;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of the port are replaced while it is open. */
class KeyReloadIT {
    private static final String INTERVAL = "listeners.https.ssl.reload.interval.ms";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    @Test
    void newConnectionsAreShownTheChangedKeys() throws Exception {
        // Given
        TestKeys keys = new TestKeys(folder);
        try (ConnectServer server = ConnectServer.start(properties(keys, "reload"))) {
            URI url = URI.create(server.url());
            BigInteger first = keys.shown(url);

            // When
            BigInteger second = keys.replaceWorkers(DAY);

            // Then
            awaitShown(keys, url, second);
            BigInteger third = keys.replaceWorkers(DAY);
            awaitShown(keys, url, third);
            assertThat(first).isNotEqualTo(second);
            assertThat(keys.restClient(server.url()).get("/connectors").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void keysThatCannotServeAreRefusedWithALineInTheLog() throws Exception {
        // Given
        TestKeys keys = new TestKeys(folder);
        try (ConnectServer server = ConnectServer.start(properties(keys, "refused"));
                CapturedLog log = CapturedLog.start()) {
            URI url = URI.create(server.url());
            BigInteger good = keys.shown(url);

            // When it is no key store
            keys.replaceWorkers(Files.writeString(folder.resolve("garbage"), "no key store at all"));

            // Then
            String complaint = "ERROR the changed keys cannot be used, those of before stay file="
                    + folder.resolve("worker.p12") + ": ";
            log.await("garbage", line -> line.startsWith(complaint));
            assertThat(keys.shown(url)).isEqualTo(good);

            // When it has expired
            keys.replaceWorkers(Duration.ofMinutes(-1));

            // Then
            log.await("expired", line -> line.startsWith(complaint) && line.contains("NotAfter"));
            assertThat(keys.shown(url)).isEqualTo(good);

            // When it has no key
            keys.replaceWorkers(Files.copy(folder.resolve("trusted.p12"), folder.resolve("keyless")));

            // Then
            log.await("keyless", line -> line.startsWith(complaint) && line.contains("no private key"));
            assertThat(keys.shown(url)).isEqualTo(good);

            // When it is gone
            Files.delete(folder.resolve("worker.p12"));

            // Then
            log.await("gone", line -> line.startsWith(complaint) && line.contains("not there"));
            assertThat(keys.shown(url)).isEqualTo(good);
            assertThat(log.lines().stream().filter(line -> line.startsWith(complaint)))
                    .as("one line for each")
                    .hasSize(4);

            // When
            BigInteger next = keys.replaceWorkers(DAY);

            // Then
            awaitShown(keys, url, next);
        }
    }

    @Test
    void anIntervalThatIsNoneIsRefused() throws Exception {
        Map<String, String> properties = properties(new TestKeys(folder), "none");
        for (String interval : new String[] {"9", "-1", "soon", ""}) {
            properties.put(INTERVAL, interval);
            assertThatThrownBy(() -> Listener.of(properties))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(INTERVAL);
        }
    }

    private static Map<String, String> properties(TestKeys keys, String group) throws Exception {
        Map<String, String> properties =
                TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), "keys-" + group);
        properties.putAll(keys.worker("none"));
        properties.put(INTERVAL, "30");
        return properties;
    }

    private static void awaitShown(TestKeys keys, URI url, BigInteger expected) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!keys.shown(url).equals(expected)) {
            assertThat(System.nanoTime() - deadlineNanos)
                    .as("waited too long for the new certificate")
                    .isNegative();
            Thread.sleep(20);
        }
    }
}
