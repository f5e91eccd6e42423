package io.millrace.broker.metadata.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.command.AlterQuotas;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.QuotaChange;
import io.millrace.broker.metadata.command.QuotasAltered;
import io.millrace.broker.metadata.image.QuotaEntity;
import io.millrace.broker.metadata.record.ImageSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class AlterQuotasTest {
    private static final QuotaEntity USER = QuotaEntity.of(Map.of("user", Optional.of("alice")));
    private static final QuotaEntity DEFAULT_CLIENT = QuotaEntity.of(Map.of("client-id", Optional.empty()));
    private static final QuotaEntity IP = QuotaEntity.of(Map.of("ip", Optional.of("127.0.0.1")));

    private final MetadataDriver cluster = MetadataDriver.withBrokers(1);

    @Test
    void setsChangesAndRemovesLimits() {
        // When
        alter(false, USER, Map.of("producer_byte_rate", Optional.of(5.0), "request_percentage", Optional.of(0.5)));
        alter(false, DEFAULT_CLIENT, Map.of("controller_mutation_rate", Optional.of(1.5)));
        alter(false, IP, Map.of("connection_creation_rate", Optional.of(0.0)));
        alter(false, USER, Map.of("producer_byte_rate", Optional.empty()));
        // Then
        assertThat(cluster.image.quotas().byEntity())
                .isEqualTo(Map.of(
                        USER, Map.of("request_percentage", 0.5),
                        DEFAULT_CLIENT, Map.of("controller_mutation_rate", 1.5),
                        IP, Map.of("connection_creation_rate", 0.0)));
        assertThat(ImageSnapshot.decode(ImageSnapshot.encode(cluster.image)).quotas())
                .isEqualTo(cluster.image.quotas());
    }

    @Test
    void forgetsAnEntityWithItsLastLimit() {
        alter(false, USER, Map.of("producer_byte_rate", Optional.of(5.0)));
        alter(false, USER, Map.of("producer_byte_rate", Optional.empty()));
        assertThat(cluster.image.quotas().byEntity()).isEmpty();
    }

    @Test
    void changesNothingWhenItOnlyValidates() {
        assertThat(alter(true, USER, Map.of("producer_byte_rate", Optional.of(5.0))))
                .isEqualTo(Outcome.DONE);
        assertThat(cluster.image.quotas().byEntity()).isEmpty();
    }

    @Test
    void refusesEntitiesThatCannotBe() {
        assertRefused(QuotaEntity.of(Map.of()), "producer_byte_rate", 1, "empty client quota entity");
        assertRefused(QuotaEntity.of(Map.of("host", Optional.of("x"))), "producer_byte_rate", 1, "host");
        assertRefused(QuotaEntity.of(Map.of("user", Optional.of(""))), "producer_byte_rate", 1, "Empty user");
        assertRefused(
                QuotaEntity.of(Map.of("user", Optional.of("u"), "ip", Optional.of("127.0.0.1"))),
                "connection_creation_rate",
                1,
                "combination");
    }

    @Test
    void refusesKeysAndLimitsThatCannotBe() {
        assertRefused(USER, "connection_creation_rate", 1, "Invalid configuration key");
        assertRefused(IP, "producer_byte_rate", 1, "Invalid configuration key");
        assertRefused(USER, "producer_byte_rate", 0, "greater than 0");
        assertRefused(USER, "producer_byte_rate", 1.5, "whole number");
        assertRefused(USER, "request_percentage", Double.NaN, "greater than 0");
    }

    @Test
    void tellsWhichOfTwoEntitiesWithHostileNamesIsMeant() {
        QuotaEntity one = QuotaEntity.of(Map.of("user", Optional.of("a;user=*")));
        QuotaEntity other = QuotaEntity.of(Map.of("user", Optional.of("a")));
        assertThat(one).isNotEqualByComparingTo(other);
        assertThat(QuotaEntity.of(Map.of("user", Optional.of("*"))))
                .isNotEqualByComparingTo(QuotaEntity.of(Map.of("user", Optional.empty())));
    }

    private void assertRefused(QuotaEntity entity, String key, double limit, String reason) {
        Outcome outcome = alter(false, entity, Map.of(key, Optional.of(limit)));
        assertThat(outcome.error()).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(outcome.message().orElseThrow()).contains(reason);
    }

    private Outcome alter(boolean validateOnly, QuotaEntity entity, Map<String, Optional<Double>> limits) {
        QuotaChange change = new QuotaChange(entity, new TreeMap<>(limits));
        return ((QuotasAltered) cluster.submit(new AlterQuotas(List.of(change), validateOnly)))
                .outcomes()
                .get(0);
    }
}
