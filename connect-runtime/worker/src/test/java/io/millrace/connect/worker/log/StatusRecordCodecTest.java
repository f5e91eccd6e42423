package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.InstanceHistory.LastError;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.StuckCall;
import io.millrace.connect.worker.log.StatusRecord.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    void keepsThePastBehindTheFieldsThatStockWorkersRead() {
        // Given
        InstanceHistory past =
                new InstanceHistory(OptionalLong.of(17), 2, Optional.of(new LastError(5, "h:2", "boom")));
        Status status = new Status(Lifecycle.RUNNING, Optional.empty(), "h:1", 4, Optional.empty(), past);

        // When
        String written = text(StatusRecordCodec.write(status));

        // Then
        assertThat(written)
                .isEqualTo("{\"state\":\"RUNNING\",\"trace\":null,\"worker_id\":\"h:1\",\"generation\":4,"
                        + "\"version\":null,\"since\":17,\"restarts\":2,"
                        + "\"last_error\":{\"at\":5,\"worker_id\":\"h:2\",\"trace\":\"boom\"}}");
        assertThat(read("status-connector-a", written))
                .isEqualTo(new StatusRecord.OfConnector("a", Optional.of(status)));
    }

    @Test
    void keepsTheCallThatDoesNotReturn() {
        // Given
        StuckCall call = new StuckCall(17, "put", "task-a-0", List.of("A.put(A.java:1)", "B.run(B.java:2)"));
        Status status = new Status(
                Lifecycle.RUNNING,
                Optional.empty(),
                "h:1",
                4,
                Optional.empty(),
                InstanceHistory.NONE,
                Optional.of(call));

        // When
        String written = text(StatusRecordCodec.write(status));

        // Then
        assertThat(written)
                .endsWith("\"version\":null,\"stuck\":{\"since\":17,\"call\":\"put\",\"thread\":\"task-a-0\","
                        + "\"stack\":[\"A.put(A.java:1)\",\"B.run(B.java:2)\"]}}");
        assertThat(read("status-task-a-0", written))
                .isEqualTo(new StatusRecord.OfTask(new TaskId("a", 0), Optional.of(status)));
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
