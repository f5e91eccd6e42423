package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.log.StatusRecord.Status;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusRecordCodecTest {

    @Test
    void writesTheBytesOfKafkaConnect() {
        Status status = new Status(Lifecycle.RUNNING, Optional.empty(), "localhost:8083", 4, Optional.of("1.0"));
        assertThat(text(StatusRecordCodec.write(status)))
                .isEqualTo("{\"state\":\"RUNNING\",\"trace\":null,\"worker_id\":\"localhost:8083\",\"generation\":4,"
                        + "\"version\":\"1.0\"}");
        assertThat(text(StatusRecordCodec.connectorKey("a"))).isEqualTo("status-connector-a");
        assertThat(text(StatusRecordCodec.taskKey(new TaskId("a", 0)))).isEqualTo("status-task-a-0");
        assertThat(text(StatusRecordCodec.topicKey("t", "a"))).isEqualTo("status-topic-t:connector-a");
        assertThat(text(StatusRecordCodec.topic("t", new TaskId("a", 1), 17)))
                .isEqualTo("{\"topic\":{\"name\":\"t\",\"connector\":\"a\",\"task\":1,\"discoverTimestamp\":17}}");
    }

    @Test
    void readsWhatAStockWorkerWrote() {
        assertThat(read(
                        "status-task-a-b-1",
                        "{\"state\":\"FAILED\",\"trace\":\"boom\",\"worker_id\":\"h:1\",\"generation\":2}"))
                .isEqualTo(new StatusRecord.OfTask(
                        new TaskId("a-b", 1),
                        Optional.of(new Status(Lifecycle.FAILED, Optional.of("boom"), "h:1", 2, Optional.empty()))));
        assertThat(read("status-connector-a", null)).isEqualTo(new StatusRecord.OfConnector("a", Optional.empty()));
        assertThat(read("status-topic-t-1:connector-a", "{\"topic\":{}}"))
                .isEqualTo(new StatusRecord.OfTopic("t-1", "a", true));
        assertThat(read("status-connector-a", "{\"state\":\"DESTROYED\"}")).isInstanceOf(StatusRecord.Ignored.class);
        assertThat(read("something", "{}")).isInstanceOf(StatusRecord.Ignored.class);
    }

    private static StatusRecord read(String key, String value) {
        return StatusRecordCodec.read(
                key.getBytes(StandardCharsets.UTF_8), value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
