package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plan.ConfigRecord.ConnectorConfigured;
import io.millrace.connect.plan.ConfigRecord.Ignored;
import io.millrace.connect.plan.ConfigRecord.RestartRequested;
import io.millrace.connect.plan.ConfigRecord.TargetStateSet;
import io.millrace.connect.plan.ConfigRecord.TaskConfigured;
import io.millrace.connect.plan.ConfigRecord.TasksCommitted;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigRecordCodecTest {

    @Test
    void writesTheBytesOfKafkaConnect() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("name", "a-b");
        config.put("empty", null);
        assertThat(text(ConfigRecordCodec.connectorKey("a-b"))).isEqualTo("connector-a-b");
        assertThat(text(ConfigRecordCodec.properties(config)))
                .isEqualTo("{\"properties\":{\"name\":\"a-b\",\"empty\":null}}");
        assertThat(text(ConfigRecordCodec.taskKey(new TaskId("a-b", 2)))).isEqualTo("task-a-b-2");
        assertThat(text(ConfigRecordCodec.commitKey("a-b"))).isEqualTo("commit-a-b");
        assertThat(text(ConfigRecordCodec.commit(3))).isEqualTo("{\"tasks\":3}");
        assertThat(text(ConfigRecordCodec.targetKey("a-b"))).isEqualTo("target-state-a-b");
        assertThat(text(ConfigRecordCodec.target(TargetState.STARTED)))
                .isEqualTo("{\"state\":\"STARTED\",\"state.v2\":\"STARTED\"}");
        assertThat(text(ConfigRecordCodec.target(TargetState.STOPPED)))
                .isEqualTo("{\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}");
        assertThat(text(ConfigRecordCodec.restartKey("a-b"))).isEqualTo("restart-connector-a-b");
        assertThat(text(ConfigRecordCodec.restart(true, false)))
                .isEqualTo("{\"include-tasks\":true,\"only-failed\":false}");
    }

    @Test
    void readsWhatAStockWorkerWrote() {
        assertThat(read("connector-x", "{\"properties\":{\"k\":\"v\",\"n\":null}}"))
                .isInstanceOfSatisfying(ConnectorConfigured.class, record -> assertThat(
                                record.config().orElseThrow())
                        .containsEntry("k", "v")
                        .containsEntry("n", null));
        assertThat(read("connector-x", null)).isEqualTo(new ConnectorConfigured("x", Optional.empty()));
        assertThat(read("task-x-y-1", "{\"properties\":{\"k\":\"v\"}}"))
                .isEqualTo(new TaskConfigured(new TaskId("x-y", 1), Map.of("k", "v")));
        assertThat(read("commit-x", "{\"tasks\":2}")).isEqualTo(new TasksCommitted("x", 2));
        assertThat(read("target-state-x", "{\"state\":\"PAUSED\"}"))
                .isEqualTo(new TargetStateSet("x", Optional.of(TargetState.PAUSED)));
        assertThat(read("target-state-x", "{\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}"))
                .isEqualTo(new TargetStateSet("x", Optional.of(TargetState.STOPPED)));
        assertThat(read("target-state-x", null)).isEqualTo(new TargetStateSet("x", Optional.empty()));
        assertThat(read("restart-connector-x", "{\"include-tasks\":true,\"only-failed\":true}"))
                .isEqualTo(new RestartRequested("x", true, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "session-key | {\"key\":\"x\"}",
                "tasks-fencing-x | {\"task-count\":3}",
                "logger-cluster-root | {\"level\":\"INFO\"}",
                "connector-x | not json",
                "connector-x | {\"other\":1}",
                "task-x | {\"properties\":{}}",
                "task-x-y | {\"properties\":{}}",
                "commit-x | {\"tasks\":\"many\"}",
                "target-state-x | {\"state\":\"DANCING\"}",
                "anything | {}"
            })
    void passesOverWhatItDoesNotKnow(String key, String value) {
        assertThat(read(key, value)).isInstanceOf(Ignored.class);
    }

    private static ConfigRecord read(String key, String value) {
        return ConfigRecordCodec.read(
                key.getBytes(StandardCharsets.UTF_8), value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
