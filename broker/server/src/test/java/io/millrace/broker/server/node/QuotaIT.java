package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas as real clients meet them; each test has client ids of its own. */
class QuotaIT {

    @TempDir
    static Path directory;

    private static volatile Duration setBack = Duration.ZERO;
    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void start() {
        // Short windows, so that a test need not wait for long.
        broker = BrokerServer.start(
                TestBroker.properties(directory, Map.of("quota.window.num", "3")),
                () -> Instant.now().minus(setBack));
        admin = TestBroker.admin(broker.bootstrapServers());
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @Test
    void tellsQuotasAsTheFilterAsksForThem() throws Exception {
        // Given
        alter(Map.of("user", "alice", "client-id", "app"), "producer_byte_rate", 1e6);
        Map<String, String> defaultUser = new HashMap<>();
        defaultUser.put("user", null);
        alter(defaultUser, "request_percentage", 500.0);

        // When, Then
        assertThat(describe(ClientQuotaFilter.contains(List.of(ClientQuotaFilterComponent.ofEntity("user", "alice")))))
                .containsExactly(Map.entry(
                        new ClientQuotaEntity(Map.of("user", "alice", "client-id", "app")),
                        Map.of("producer_byte_rate", 1e6)));
        assertThat(describe(
                        ClientQuotaFilter.containsOnly(List.of(ClientQuotaFilterComponent.ofEntity("user", "alice")))))
                .isEmpty();
        assertThat(describe(
                        ClientQuotaFilter.containsOnly(List.of(ClientQuotaFilterComponent.ofDefaultEntity("user")))))
                .containsExactly(Map.entry(new ClientQuotaEntity(defaultUser), Map.of("request_percentage", 500.0)));
        assertThat(describe(ClientQuotaFilter.all())).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void refusesQuotasThatCannotBe() {
        assertThatThrownBy(() -> alter(Map.of("user", "alice"), "consumer_byte_rate", -1.0))
                .hasCauseInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> alter(Map.of("user", "alice"), "no_such_rate", 1.0))
                .hasCauseInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aProducerThatSendsTooMuchHasToWait() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "limited-in", 1);
        alter(Map.of("client-id", "heavy-producer"), "producer_byte_rate", 20_000.0);
        Map<String, Object> config = Map.of("client.id", "heavy-producer", "linger.ms", "0");

        // When: three times what two windows allow.
        long startNs = System.nanoTime();
        double throttleMs;
        try (var producer = TestBroker.producer(broker.bootstrapServers(), config)) {
            for (int i = 0; i < 12; i++) {
                producer.send(new ProducerRecord<>("limited-in", "x".repeat(6_000)))
                        .get();
            }
            throttleMs = metric(producer.metrics(), "produce-throttle-time-max");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - startNs);

        // Then
        assertThat(throttleMs).isPositive();
        assertThat(took).isGreaterThan(Duration.ofMillis(800));
    }

    @Test
    void aClockThatIsSetBackKeepsNobodyWaiting() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "set-back", 1);
        alter(Map.of("client-id", "early-producer"), "producer_byte_rate", 20_000.0);
        Map<String, Object> config = Map.of("client.id", "early-producer", "linger.ms", "0");
        try (var producer = TestBroker.producer(broker.bootstrapServers(), config)) {
            producer.send(new ProducerRecord<>("set-back", "x".repeat(60_000))).get();
            assertThat(metric(producer.metrics(), "produce-throttle-time-max")).isPositive();
        }

        // When: all windows pass meanwhile.
        setBack = Duration.ofHours(1);
        Thread.sleep(3_500);

        // Then
        try (var producer = TestBroker.producer(broker.bootstrapServers(), config)) {
            producer.send(new ProducerRecord<>("set-back", "x")).get();
            assertThat(metric(producer.metrics(), "produce-throttle-time-max")).isZero();
        } finally {
            setBack = Duration.ZERO;
        }
    }

    @Test
    void connectionsThatComeTooFastFromOneAddressAreClosedAndNobodyElseIsBothered() throws Exception {
        // Given
        assertThatThrownBy(() -> alter(Map.of("ip", "no.such.host"), "connection_creation_rate", 2.0))
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not an IP address");
        alter(Map.of("ip", "127.0.0.1"), "connection_creation_rate", 2.0);
        List<Socket> sockets = new ArrayList<>();
        try {
            // When: a handful within the windows are allowed; which of these come first, the broker's loops decide.
            for (int i = 0; i < 40; i++) {
                var socket = new Socket(
                        InetAddress.getLoopbackAddress(), broker.address().getPort());
                socket.setSoTimeout(10);
                sockets.add(socket);
            }

            // Then
            List<Socket> open = new ArrayList<>(sockets);
            TestBroker.await(() -> {
                open.removeIf(QuotaIT::isClosedByTheBroker);
                return open.size() <= 20;
            });
            assertThat(open).hasSizeGreaterThanOrEqualTo(4);
        } finally {
            alter(Map.of("ip", "127.0.0.1"), "connection_creation_rate", null);
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void aConsumerThatReadsTooMuchHasToWaitAndStillGetsEveryRecord() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "limited-out", 1);
        try (var producer = TestBroker.producer(broker.bootstrapServers(), Map.of())) {
            for (int i = 0; i < 15; i++) {
                producer.send(new ProducerRecord<>("limited-out", "x".repeat(6_000)))
                        .get();
            }
        }
        alter(Map.of("client-id", "heavy-consumer"), "consumer_byte_rate", 40_000.0);

        // When
        int[] count = {0};
        double throttleMs;
        try (var consumer = TestBroker.consumer(broker.bootstrapServers(), Map.of("client.id", "heavy-consumer"))) {
            consumer.assign(List.of(new TopicPartition("limited-out", 0)));
            TestBroker.await(() -> {
                count[0] += consumer.poll(Duration.ofMillis(100)).count();
                return count[0] >= 15;
            });
            throttleMs = metric(consumer.metrics(), "fetch-throttle-time-max");
        }

        // Then
        assertThat(count[0]).isEqualTo(15);
        assertThat(throttleMs).isPositive();
    }

    @Test
    void aClientThatChangesTheClusterTooFastIsRefusedOrHasToWait() throws Exception {
        // Given
        alter(Map.of("client-id", "hasty-admin"), "controller_mutation_rate", 2.0);
        try (Admin hasty = Admin.create(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "client.id", "hasty-admin",
                "default.api.timeout.ms", "30000"))) {
            // When: a burst of twenty-two is allowed, and overdrawn once.
            hasty.createTopics(List.of(new NewTopic("burst", 25, (short) 1)))
                    .all()
                    .get();
            var refused = hasty.createTopics(
                    List.of(new NewTopic("refused", 1, (short) 1)),
                    new CreateTopicsOptions().retryOnQuotaViolation(false));

            // Then
            assertThatThrownBy(() -> refused.all().get())
                    .hasCauseInstanceOf(ThrottlingQuotaExceededException.class)
                    .cause()
                    .satisfies(cause -> assertThat(((ThrottlingQuotaExceededException) cause).throttleTimeMs())
                            .isPositive());
            hasty.createTopics(List.of(new NewTopic("waited", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static double metric(Map<MetricName, ? extends Metric> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .mapToDouble(entry -> (Double) entry.getValue().metricValue())
                .max()
                .orElseThrow();
    }

    private static Map<ClientQuotaEntity, Map<String, Double>> describe(ClientQuotaFilter filter) throws Exception {
        return admin.describeClientQuotas(filter).entities().get();
    }

    private static boolean isClosedByTheBroker(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void alter(Map<String, String> entity, String key, Double limit) throws Exception {
        var ops = Arrays.asList(new ClientQuotaAlteration.Op(key, limit));
        admin.alterClientQuotas(List.of(new ClientQuotaAlteration(new ClientQuotaEntity(entity), ops)))
                .all()
                .get();
    }
}
