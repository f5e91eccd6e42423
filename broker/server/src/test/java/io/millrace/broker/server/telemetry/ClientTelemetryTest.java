package io.millrace.broker.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ConfigsImage;
import io.millrace.broker.server.telemetry.ClientTelemetry.Push;
import io.millrace.broker.server.telemetry.ClientTelemetry.Told;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.telemetry.internals.ClientTelemetryUtils;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.AnyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.KeyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Gauge;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Histogram;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Sum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientTelemetryTest {

    private static final int BROKER = 4711;
    private static final int MAX_BYTES = 10_000;
    private static final int INTERVAL_MS = 1_000;

    private final List<Runnable> scheduled = new ArrayList<>();
    private ConfigsImage configs = subscribed("all", Map.of("metrics", "*", "interval.ms", "" + INTERVAL_MS));
    private long nowMs = 1_000_000;
    private final ClientTelemetry telemetry = new ClientTelemetry(
            new ClientTelemetry.Settings(BROKER, MAX_BYTES),
            () -> configs,
            () -> nowMs,
            (task, delayMs) -> scheduled.add(task));

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void aNewClientGetsAnIdAndIsToldWhatToPush() {
        // When
        Told told = ask(Uuid.ZERO_UUID);

        // Then
        assertThat(told.error()).isEqualTo(Errors.NONE);
        assertThat(told.instanceId()).isNotEqualTo(Uuid.ZERO_UUID);
        assertThat(told.metrics()).containsExactly("*");
        assertThat(told.intervalMs()).isEqualTo(INTERVAL_MS);
    }

    @Test
    void withoutSubscriptionsNothingIsWantedEveryFiveMinutes() {
        // Given
        configs = ConfigsImage.EMPTY;

        // When
        Told told = ask(Uuid.ZERO_UUID);

        // Then
        assertThat(told.metrics()).isEmpty();
        assertThat(told.intervalMs()).isEqualTo(300_000);
    }

    @Test
    void whoAsksBeforeTheIntervalIsOverIsThrottled() {
        // Given
        Uuid id = ask(Uuid.ZERO_UUID).instanceId();

        // Then
        nowMs += INTERVAL_MS - 1;
        assertThat(ask(id).error()).isEqualTo(Errors.THROTTLING_QUOTA_EXCEEDED);
        nowMs += 1;
        assertThat(ask(id).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void whoAsksAfterTheSubscriptionsHaveChangedIsToldAtOnce() {
        // Given
        Told before = ask(Uuid.ZERO_UUID);

        // When
        configs = subscribed("all", Map.of("metrics", "a.,b.", "interval.ms", "500"));

        // Then
        Told after = ask(before.instanceId());
        assertThat(after.error()).isEqualTo(Errors.NONE);
        assertThat(after.metrics()).containsExactly("a.", "b.");
        assertThat(after.intervalMs()).isEqualTo(500);
        assertThat(after.subscriptionId()).isNotEqualTo(before.subscriptionId());
    }

    @Test
    void subscriptionsThatFitAreTakenTogether() {
        // Given
        SortedMap<ConfigTarget, SortedMap<String, String>> all = new TreeMap<>();
        add(all, "one", Map.of("metrics", "b.,a.", "match", "client_id=orders-.*"));
        add(all, "two", Map.of("metrics", "a.,c.", "interval.ms", "2000", "match", "client_source_port=80"));
        add(all, "three", Map.of("metrics", "d.", "interval.ms", "100", "match", "client_id=orders"));
        add(all, "four", Map.of("metrics", "e.", "match", "client_id=.*,client_software_name=java"));
        configs = new ConfigsImage(all);

        // When
        Told told = telemetry.ask(
                Uuid.ZERO_UUID,
                id -> ClientDescription.of(
                        id,
                        Map.of(
                                ClientMetricsConfigs.CLIENT_ID, "orders-7",
                                ClientMetricsConfigs.CLIENT_SOURCE_PORT, "80")));

        // Then
        assertThat(told.metrics()).containsExactly("a.", "b.", "c.");
        assertThat(told.intervalMs()).isEqualTo(2_000);
    }

    @Test
    void twoPushesInOneIntervalAreOneTooMany() {
        // Given
        Told told = ask(Uuid.ZERO_UUID);

        // Then
        assertThat(push(told, false)).isEqualTo(Errors.NONE);
        assertThat(push(told, false)).isEqualTo(Errors.THROTTLING_QUOTA_EXCEEDED);
        nowMs += INTERVAL_MS;
        assertThat(push(told, false)).isEqualTo(Errors.NONE);
    }

    @Test
    void theLastPushMayComeEarlyAndNoneComesAfterIt() {
        // Given
        Told told = ask(Uuid.ZERO_UUID);
        assertThat(push(told, false)).isEqualTo(Errors.NONE);

        // Then
        assertThat(push(told, true)).isEqualTo(Errors.NONE);
        nowMs += INTERVAL_MS;
        assertThat(push(told, false)).isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void aPushForOldWishesIsRefusedAndTheClientMayAskAtOnce() {
        // Given
        Told told = ask(Uuid.ZERO_UUID);
        configs = subscribed("all", Map.of("metrics", "a."));

        // Then
        assertThat(push(told, false)).isEqualTo(Errors.UNKNOWN_SUBSCRIPTION_ID);
        assertThat(ask(told.instanceId()).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void aCompressionThatNobodyKnowsIsRefusedAndTheClientMayAskAtOnce() {
        // Given
        Told told = ask(Uuid.ZERO_UUID);

        // Then
        assertThat(push(told, (byte) 5, new byte[1])).isEqualTo(Errors.UNSUPPORTED_COMPRESSION_TYPE);
        assertThat(ask(told.instanceId()).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void pushesThatAreTooLongOrNoMetricsAreRefused() throws Exception {
        assertThat(push(ask(Uuid.ZERO_UUID), (byte) 0, new byte[MAX_BYTES + 1])).isEqualTo(Errors.TELEMETRY_TOO_LARGE);
        assertThat(push(ask(Uuid.ZERO_UUID), (byte) 0, new byte[] {1, 2, 3})).isEqualTo(Errors.INVALID_RECORD);
        assertThat(push(ask(Uuid.ZERO_UUID), CompressionType.GZIP.id, new byte[] {1, 2, 3}))
                .isEqualTo(Errors.INVALID_RECORD);
        var bomb = ClientTelemetryUtils.compress(metrics(gauge("x".repeat(2 * MAX_BYTES), 1)), CompressionType.GZIP);
        byte[] bytes = new byte[bomb.remaining()];
        bomb.get(bytes);
        assertThat(bytes.length).isLessThan(MAX_BYTES);
        assertThat(push(ask(Uuid.ZERO_UUID), CompressionType.GZIP.id, bytes)).isEqualTo(Errors.INVALID_RECORD);
    }

    @Test
    void reservedIdsCannotPush() {
        assertThat(telemetry.push(new Push(Uuid.ZERO_UUID, 0, false, (byte) 0, ByteBuffer.allocate(0)), this::describe))
                .isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void jmxShowsTheNewestPushOfEachClientUntilItIsForgotten() throws Exception {
        // Given
        Told told = ask(Uuid.ZERO_UUID);
        var labelled = NumberDataPoint.newBuilder()
                .setAsInt(3)
                .addAttributes(KeyValue.newBuilder()
                        .setKey("topic")
                        .setValue(AnyValue.newBuilder().setStringValue("orders")));
        var sum = Metric.newBuilder().setName("sent").setSum(Sum.newBuilder().addDataPoints(labelled));
        var histogram = Metric.newBuilder()
                .setName("latency")
                .setHistogram(Histogram.newBuilder()
                        .addDataPoints(
                                HistogramDataPoint.newBuilder().setCount(2).setSum(5)));

        // When
        Errors error =
                push(told, (byte) 0, metrics(gauge("rate", 1.5), sum, histogram).toByteArray());

        // Then
        assertThat(error).isEqualTo(Errors.NONE);
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = beans.queryNames(query(), null).iterator().next();
        assertThat(beans.getAttribute(name, "rate")).isEqualTo(1.5);
        assertThat(beans.getAttribute(name, "sent{topic=orders}")).isEqualTo(3.0);
        assertThat(beans.getAttribute(name, "latency.count")).isEqualTo(2.0);
        assertThat(beans.getAttribute(name, "latency.sum")).isEqualTo(5.0);
        assertThat(name.getKeyProperty("client-instance-id"))
                .isEqualTo(told.instanceId().toString());

        // When
        nowMs += TelemetryClients.SHORTEST_SILENCE_MS + 1;
        scheduled.remove(0).run();

        // Then
        assertThat(beans.queryNames(query(), null)).isEmpty();
        assertThat(scheduled).as("nobody is left to look after").isEmpty();
    }

    @Test
    void whoEndsIsShownNoMore() {
        // Given
        byte[] metrics = metrics(gauge("rate", 1)).toByteArray();
        Told withMetrics = ask(Uuid.ZERO_UUID);
        Told without = ask(Uuid.ZERO_UUID);
        push(withMetrics, (byte) 0, metrics);
        push(without, (byte) 0, metrics);
        assertThat(shown()).hasSize(2);

        // When
        Errors last = push(withMetrics, (byte) 0, metrics, true);
        Errors empty = push(without, true);

        // Then
        assertThat(last).isEqualTo(Errors.NONE);
        assertThat(empty).isEqualTo(Errors.NONE);
        assertThat(shown()).isEmpty();
    }

    @Test
    void noMoreClientsAreRememberedThanMayBe() {
        // Given
        Told first = ask(Uuid.ZERO_UUID);
        push(first, (byte) 0, metrics(gauge("rate", 1)).toByteArray());

        // When
        for (int i = 0; i < TelemetryClients.MAX_CLIENTS; i++) {
            ask(Uuid.ZERO_UUID);
        }

        // Then
        assertThat(shown()).isEmpty();
        assertThat(ask(first.instanceId()).error()).as("as if it were new").isEqualTo(Errors.NONE);
    }

    private Told ask(Uuid id) {
        return telemetry.ask(id, this::describe);
    }

    private Errors push(Told told, boolean last) {
        return telemetry.push(
                new Push(told.instanceId(), told.subscriptionId(), last, (byte) 0, ByteBuffer.allocate(0)),
                this::describe);
    }

    private Errors push(Told told, byte compression, byte[] metrics) {
        return push(told, compression, metrics, false);
    }

    private Errors push(Told told, byte compression, byte[] metrics, boolean last) {
        return telemetry.push(
                new Push(told.instanceId(), told.subscriptionId(), last, compression, ByteBuffer.wrap(metrics)),
                this::describe);
    }

    private ClientDescription describe(Uuid id) {
        return ClientDescription.of(id, Map.of(ClientMetricsConfigs.CLIENT_ID, "test"));
    }

    private static Set<ObjectName> shown() {
        return ManagementFactory.getPlatformMBeanServer().queryNames(query(), null);
    }

    private static ObjectName query() {
        try {
            return new ObjectName("io.millrace.broker:type=client-metrics,broker=" + BROKER + ",*");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MetricsData metrics(Metric.Builder... metrics) {
        var scope = ScopeMetrics.newBuilder();
        for (Metric.Builder metric : metrics) {
            scope.addMetrics(metric);
        }
        return MetricsData.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder().addScopeMetrics(scope))
                .build();
    }

    private static Metric.Builder gauge(String name, double value) {
        return Metric.newBuilder()
                .setName(name)
                .setGauge(Gauge.newBuilder()
                        .addDataPoints(NumberDataPoint.newBuilder().setAsDouble(value)));
    }

    private static ConfigsImage subscribed(String name, Map<String, String> values) {
        SortedMap<ConfigTarget, SortedMap<String, String>> all = new TreeMap<>();
        add(all, name, values);
        return new ConfigsImage(all);
    }

    private static void add(
            SortedMap<ConfigTarget, SortedMap<String, String>> all, String name, Map<String, String> values) {
        all.put(new ConfigTarget(ConfigTarget.Kind.CLIENT_METRICS, name), new TreeMap<>(values));
    }
}
