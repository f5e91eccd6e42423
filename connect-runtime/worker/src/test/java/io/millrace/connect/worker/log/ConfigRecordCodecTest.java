package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plan.ConfigRecord.ConnectorConfigured;
import io.millrace.connect.plan.ConfigRecord.Ignored;
import io.millrace.connect.plan.ConfigRecord.RestartRequested;
import io.millrace.connect.plan.ConfigRecord.TargetStateSet;
import io.millrace.connect.plan.ConfigRecord.TaskConfigured;
import io.millrace.connect.plan.ConfigRecord.TasksCommitted;
import io.millrace.connect.plan.ConfigRecord.TasksFenced;
import io.millrace.connect.plan.Fencing;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
        assertThat(text(ConfigRecordCodec.fencingKey("a-b"))).isEqualTo("tasks-fencing-a-b");
        assertThat(text(ConfigRecordCodec.fencing(new Fencing(17, 3))))
                .isEqualTo("{\"task-count\":3,\"generation\":17}");
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
        assertThat(read("commit-x", "{\"tasks\":2}")).isEqualTo(new TasksCommitted("x", 2, 42));
        assertThat(read("target-state-x", "{\"state\":\"PAUSED\"}"))
                .isEqualTo(new TargetStateSet("x", Optional.of(TargetState.PAUSED)));
        assertThat(read("target-state-x", "{\"state\":\"PAUSED\",\"state.v2\":\"STOPPED\"}"))
                .isEqualTo(new TargetStateSet("x", Optional.of(TargetState.STOPPED)));
        assertThat(read("target-state-x", null)).isEqualTo(new TargetStateSet("x", Optional.empty()));
        assertThat(read("tasks-fencing-x", "{\"task-count\":3}"))
                .isEqualTo(new TasksFenced("x", 3, OptionalLong.empty()));
        assertThat(read("tasks-fencing-x", "{\"task-count\":3,\"generation\":17}"))
                .isEqualTo(new TasksFenced("x", 3, OptionalLong.of(17)));
        assertThat(read("restart-connector-x", "{\"include-tasks\":true,\"only-failed\":true}"))
                .isEqualTo(new RestartRequested("x", true, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "session-key | {\"key\":\"x\"}",
                "tasks-fencing-x | {\"task-count\":-3}",
                "logger-cluster-root | {\"level\":7}",
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
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                42);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void readsAndWritesLevelsOfLoggers() {
        // When
        byte[] key = ConfigRecordCodec.loggerKey("org.apache.kafka");
        byte[] value = ConfigRecordCodec.loggerLevel("DEBUG");

        // Then
        assertThat(new String(key, StandardCharsets.UTF_8)).isEqualTo("logger-cluster-org.apache.kafka");
        assertThat(new String(value, StandardCharsets.UTF_8)).isEqualTo("{\"level\":\"DEBUG\"}");
        assertThat(ConfigRecordCodec.read(key, value, 42))
                .isEqualTo(new ConfigRecord.LoggerLevelSet("org.apache.kafka", "DEBUG"));
    }
}
