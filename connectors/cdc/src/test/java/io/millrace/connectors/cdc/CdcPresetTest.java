package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CdcPresetTest {

    @Test
    void fillsWhatMakesAWarehouseExact() {
        // When
        Map<String, String> filled = CdcPreset.fill(Map.of("name", "shop", "topic.prefix", "shop"));

        // Then
        assertThat(filled)
                .containsEntry("plugin.name", "pgoutput")
                .containsEntry("publication.autocreate.mode", "filtered")
                .containsEntry("decimal.handling.mode", "string")
                .containsEntry("interval.handling.mode", "string")
                .containsEntry("time.precision.mode", "microseconds")
                .containsEntry("skipped.operations", "none")
                .containsEntry("provide.transaction.metadata", "true")
                .containsEntry("tombstones.on.delete", "true")
                .containsEntry("column.propagate.source.type", ".*")
                .containsEntry("heartbeat.interval.ms", "10000")
                .containsEntry("poll.interval.ms", "50")
                .containsEntry("event.converting.failure.handling.mode", "fail")
                .containsEntry("snapshot.max.threads", "1")
                .containsEntry("extended.headers.enabled", "false")
                .containsEntry("slot.drop.on.stop", "false")
                .containsEntry("slot.name", "millrace_shop")
                .containsEntry("publication.name", "millrace_shop")
                .containsEntry("message.prefix.exclude.list", "millrace");
    }

    @Test
    void leavesWhatTheUserHasDecided() {
        // Given
        Map<String, String> settings = Map.of(
                "name", "shop",
                "decimal.handling.mode", "precise",
                "slot.name", "mine",
                "message.prefix.include.list", "audit");

        // When
        Map<String, String> filled = CdcPreset.fill(settings);

        // Then
        assertThat(filled)
                .containsAllEntriesOf(settings)
                .containsEntry("publication.name", "millrace_shop")
                .doesNotContainKey("message.prefix.exclude.list");
    }

    @Test
    void setsOnlyWhatDebeziumKnows() {
        // Given
        Set<String> known = new HashSet<>(PostgresConnectorConfig.configDef().names());

        // When
        Set<String> filled = CdcPreset.fill(Map.of()).keySet();

        // Then
        assertThat(known).containsAll(filled);
    }

    @Test
    void givesEachConnectorASlotOfItsOwnWithinTheLimitsOfPostgres() {
        // Given
        String longName = "Warehouse-Orders.".repeat(10);

        // When
        Set<String> slots = new HashSet<>();
        for (String name : new String[] {"a-b", "a_b", "a.b", "A_B", longName, longName + "x", "été"}) {
            slots.add(CdcPreset.fill(Map.of("name", name)).get("slot.name"));
        }

        // Then
        assertThat(slots).hasSize(7).allMatch(slot -> slot.matches("[a-z0-9_]{1,63}"));
    }

    @Test
    void derivesNamesFromTheTopicPrefixWhenTheConnectorHasNoNameYet() {
        assertThat(CdcPreset.fill(Map.of("topic.prefix", "shop"))).containsEntry("slot.name", "millrace_shop");
    }
}
