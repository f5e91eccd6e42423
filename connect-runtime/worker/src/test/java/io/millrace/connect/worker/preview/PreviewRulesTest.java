package io.millrace.connect.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreviewRulesTest {

    @Test
    void refusesWhatWouldLeaveSomethingBehind() {
        assertThat(PreviewRules.refusal("io.debezium.connector.mysql.MySqlConnector")
                        .orElseThrow())
                .contains("schema history");
        assertThat(PreviewRules.refusal("org.apache.kafka.connect.mirror.MirrorSourceConnector")
                        .orElseThrow())
                .contains("create topics");
        assertThat(PreviewRules.refusal("io.debezium.connector.postgresql.PostgresConnector"))
                .isEmpty();
        assertThat(PreviewRules.refusal("org.example.AnySource")).isEmpty();
    }

    @Test
    void keepsPostgresFromTouchingTheSlotOfTheRunningConnector() {
        for (String name : new String[] {
            "io.debezium.connector.postgresql.PostgresConnector",
            "io.millrace.connectors.cdc.PostgresCdcSourceConnector"
        }) {
            assertThat(PreviewRules.overrides(name))
                    .containsEntry("snapshot.mode", "initial_only")
                    .containsEntry("slot.drop.on.stop", "false")
                    .containsEntry("publication.autocreate.mode", "disabled")
                    .containsKey("custom.metric.tags");
            assertThat(PreviewRules.overrides(name).get("slot.name"))
                    .startsWith("millrace_preview_")
                    .isNotEqualTo(PreviewRules.overrides(name).get("slot.name"));
            assertThat(PreviewRules.ignoresOffsets(name)).isTrue();
        }
        assertThat(PreviewRules.overrides("org.example.AnySource")).isEmpty();
    }
}
