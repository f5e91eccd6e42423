package io.millrace.broker.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatestMetricsTest {

    private static final int BROKER = 4712;
    private static final List<MetricSample> METRICS = List.of(new MetricSample("x".repeat(300), 1));
    private static final long WEIGHT_BYTES =
            LatestMetrics.CLIENT_BYTES + METRICS.get(0).weightBytes();

    private final LatestMetrics latest = new LatestMetrics(BROKER, LatestMetrics.SHARES * WEIGHT_BYTES);

    @AfterEach
    void close() {
        latest.close();
    }

    @Test
    void theOldestPushGivesWayToTheNewestWhenMemoryIsShort() throws Exception {
        // When
        for (int client = 0; client <= LatestMetrics.SHARES; client++) {
            assertThat(put(client, METRICS)).isTrue();
        }

        // Then
        assertThat(shown())
                .hasSize(LatestMetrics.SHARES)
                .doesNotContain(id(0).toString())
                .contains(id(LatestMetrics.SHARES).toString());
    }

    @Test
    void aPushThatFillsMoreThanItsShareIsRefusedAndTheOthersStay() throws Exception {
        // Given
        put(1, METRICS);
        put(2, METRICS);

        // Then
        assertThat(put(2, List.of(METRICS.get(0), METRICS.get(0)))).isFalse();
        assertThat(shown()).containsOnly(id(1).toString(), id(2).toString());
    }

    @Test
    void clientsWeighSomethingAlthoughTheyPushNothing() throws Exception {
        // When
        for (int client = 0; client < 2 * LatestMetrics.SHARES; client++) {
            put(client, List.of());
        }

        // Then
        assertThat(shown()).hasSizeLessThan(2 * LatestMetrics.SHARES);
    }

    @Test
    void nothingIsShownAfterTheEnd() throws Exception {
        // Given
        latest.close();

        // When
        put(1, METRICS);

        // Then
        assertThat(shown()).isEmpty();
    }

    private boolean put(int client, List<MetricSample> metrics) {
        return latest.put(
                id(client), ClientDescription.of(id(client), Map.of(ClientMetricsConfigs.CLIENT_ID, "test")), metrics);
    }

    private static Uuid id(int client) {
        return new Uuid(1, client);
    }

    private static Set<String> shown() throws MalformedObjectNameException {
        var query = new ObjectName("io.millrace.broker:type=client-metrics,broker=" + BROKER + ",*");
        return ManagementFactory.getPlatformMBeanServer().queryNames(query, null).stream()
                .map(name -> name.getKeyProperty("client-instance-id"))
                .collect(Collectors.toSet());
    }
}
