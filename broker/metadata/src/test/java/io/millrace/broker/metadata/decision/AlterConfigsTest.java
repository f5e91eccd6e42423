package io.millrace.broker.metadata.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.command.AlterConfigs;
import io.millrace.broker.metadata.command.ConfigChange;
import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.metadata.command.ConfigsAltered;
import io.millrace.broker.metadata.image.ConfigTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlterConfigsTest {
    private static final ConfigTarget TOPIC = ConfigTarget.topic("t");

    private final MetadataDriver cluster = MetadataDriver.withBrokers(1);

    @BeforeEach
    void createTopic() {
        cluster.create(cluster.topic("t", 1, 1));
    }

    @Test
    void setsAndDeletes() {
        // When
        cluster.alter(TOPIC, ConfigOperation.set("retention.ms", "5"), ConfigOperation.set("segment.ms", "7"));
        cluster.alter(TOPIC, ConfigOperation.delete("retention.ms"));
        // Then
        assertThat(configs()).isEqualTo(Map.of("segment.ms", "7"));
    }

    @Test
    void addsToAndTakesFromLists() {
        // When
        cluster.alter(TOPIC, operation("cleanup.policy", ConfigOperation.Kind.APPEND, "compact"));
        Map<String, String> appended = configs();
        cluster.alter(TOPIC, operation("cleanup.policy", ConfigOperation.Kind.SUBTRACT, "delete"));
        // Then
        assertThat(appended).isEqualTo(Map.of("cleanup.policy", "delete,compact"));
        assertThat(configs()).isEqualTo(Map.of("cleanup.policy", "compact"));
    }

    @Test
    void refusesListStepsOnOtherTypesAndEmptyPolicies() {
        // When, Then
        assertThat(cluster.alter(TOPIC, operation("retention.ms", ConfigOperation.Kind.APPEND, "1"))
                        .error())
                .isEqualTo(Errors.INVALID_CONFIG);
        assertThat(cluster.alter(TOPIC, operation("cleanup.policy", ConfigOperation.Kind.SUBTRACT, "delete"))
                        .error())
                .isEqualTo(Errors.INVALID_CONFIG);
    }

    @Test
    void takesAllStepsOrNone() {
        // When
        Errors error = cluster.alter(
                        TOPIC, ConfigOperation.set("retention.ms", "5"), ConfigOperation.set("retention.bytes", "x"))
                .error();
        // Then
        assertThat(error).isEqualTo(Errors.INVALID_CONFIG);
        assertThat(configs()).isEmpty();
    }

    @Test
    void refusesUnknownKeysMissingValuesAndRepetitions() {
        // When, Then
        assertThat(cluster.alter(TOPIC, ConfigOperation.set("no.such.thing", "1"))
                        .error())
                .isEqualTo(Errors.INVALID_CONFIG);
        assertThat(cluster.alter(TOPIC, ConfigOperation.delete("no.such.thing")).error())
                .isEqualTo(Errors.INVALID_CONFIG);
        assertThat(cluster.alter(TOPIC, new ConfigOperation("retention.ms", ConfigOperation.Kind.SET, Optional.empty()))
                        .error())
                .isEqualTo(Errors.INVALID_REQUEST);
        assertThat(cluster.alter(
                                TOPIC,
                                ConfigOperation.set("retention.ms", "1"),
                                ConfigOperation.set("retention.ms", "2"))
                        .error())
                .isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void refusesUnknownTargets() {
        // When, Then
        assertThat(cluster.alter(ConfigTarget.topic("ghost"), ConfigOperation.set("retention.ms", "1"))
                        .error())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(cluster.alter(ConfigTarget.broker(9)).error()).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(cluster.alter(ConfigTarget.broker(1)).error()).isEqualTo(Errors.NONE);
        assertThat(cluster.alter(ConfigTarget.allBrokers()).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void theOldRequestDeletesWhatItDoesNotSet() {
        // Given
        cluster.alter(TOPIC, ConfigOperation.set("retention.ms", "5"), ConfigOperation.set("segment.ms", "7"));
        // When
        cluster.submit(new AlterConfigs(
                List.of(new ConfigChange(TOPIC, List.of(ConfigOperation.set("segment.ms", "8")))), true, false));
        // Then
        assertThat(configs()).isEqualTo(Map.of("segment.ms", "8"));
    }

    @Test
    void validateOnlyChangesNothingAndATargetComesOnce() {
        // Given
        ConfigChange change = new ConfigChange(TOPIC, List.of(ConfigOperation.set("segment.ms", "8")));
        // When
        ConfigsAltered altered =
                (ConfigsAltered) cluster.submit(new AlterConfigs(List.of(change, change), false, true));
        // Then
        assertThat(altered.targets())
                .extracting(target -> target.outcome().error())
                .containsExactly(Errors.NONE, Errors.INVALID_REQUEST);
        assertThat(configs()).isEmpty();
    }

    private Map<String, String> configs() {
        return cluster.image.configs().of(TOPIC);
    }

    private static ConfigOperation operation(String key, ConfigOperation.Kind kind, String value) {
        return new ConfigOperation(key, kind, Optional.of(value));
    }
}
