package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.ConsumerConfig.Migration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.junit.jupiter.api.Test;

class ConsumerGroupSettingsTest {

    @Test
    void hasKafkasDefaults() {
        // When
        ConsumerConfig config = from(Map.of());

        // Then
        assertThat(config.session().defaultMs()).isEqualTo(kafkas("group.consumer.session.timeout.ms"));
        assertThat(config.session().minMs()).isEqualTo(kafkas("group.consumer.min.session.timeout.ms"));
        assertThat(config.session().maxMs()).isEqualTo(kafkas("group.consumer.max.session.timeout.ms"));
        assertThat(config.heartbeat().defaultMs()).isEqualTo(kafkas("group.consumer.heartbeat.interval.ms"));
        assertThat(config.heartbeat().minMs()).isEqualTo(kafkas("group.consumer.min.heartbeat.interval.ms"));
        assertThat(config.heartbeat().maxMs()).isEqualTo(kafkas("group.consumer.max.heartbeat.interval.ms"));
        assertThat((int) config.regexRefreshIntervalMs()).isEqualTo(kafkas("group.consumer.regex.refresh.interval.ms"));
        assertThat(config.migration().wireName()).isEqualTo(kafkas("group.consumer.migration.policy"));
        assertThat(config.assignors()).isEqualTo(kafkas("group.consumer.assignors"));
        assertThat(config.enabled()).isTrue();
    }

    private static Object kafkas(String name) {
        return GroupCoordinatorConfig.CONFIG_DEF.defaultValues().get(name);
    }

    @Test
    void mapsEveryProperty() {
        // Given
        Map<String, String> properties = new HashMap<>(Map.of(
                "group.consumer.session.timeout.ms", "50000",
                "group.consumer.heartbeat.interval.ms", "6000",
                "group.consumer.max.size", "7",
                "group.consumer.assignors", "org.apache.kafka.coordinator.group.assignor.RangeAssignor, uniform",
                "group.consumer.migration.policy", "Upgrade",
                "group.consumer.regex.refresh.interval.ms", "20000",
                "group.coordinator.rebalance.protocols", "classic"));

        // When
        ConsumerConfig config = from(properties);

        // Then
        assertThat(config.session().defaultMs()).isEqualTo(50_000);
        assertThat(config.heartbeat().defaultMs()).isEqualTo(6_000);
        assertThat(config.maxMembers()).isEqualTo(7);
        assertThat(config.assignors()).isEqualTo(List.of("range", "uniform"));
        assertThat(config.migration()).isEqualTo(Migration.UPGRADE);
        assertThat(config.regexRefreshIntervalMs()).isEqualTo(20_000);
        assertThat(config.enabled()).isFalse();
    }

    @Test
    void refusesWhatCannotBeAndSaysWhy() {
        assertRefused("group.consumer.session.timeout.ms", "1000", "group.consumer.min.session.timeout.ms");
        assertRefused("group.consumer.min.session.timeout.ms", "70000", "group.consumer.max.session.timeout.ms");
        assertRefused("group.consumer.assignors", "sticky", "range, uniform");
        assertRefused("group.consumer.migration.policy", "sideways", "bidirectional");
        assertRefused("group.coordinator.rebalance.protocols", "consumer", "classic");
        assertRefused("group.coordinator.rebalance.protocols", "classic,shared", "streams");
    }

    private static void assertRefused(String name, String value, String word) {
        assertThatThrownBy(() -> from(Map.of(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(word);
    }

    private static ConsumerConfig from(Map<String, String> properties) {
        return ConsumerGroupSettings.from(new PropertyReader(properties));
    }
}
