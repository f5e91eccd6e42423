package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.log.OversizedRecord.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class OversizedRecordTest {

    /** As the client says it. */
    private final Throwable refusedByClient = new RecordTooLargeException(
            "The message is 9 bytes when serialized which is larger than 8, which is the value of the max.request.size"
                    + " configuration.");

    private final Throwable refusedByBroker = new RecordTooLargeException("larger than the server will accept");

    private static final TaskId TASK = new TaskId("orders", 3);

    @Test
    void saysWhatIsTooLargeAndWhose() {
        assertThat(said(ConfigRecordCodec.connectorKey("orders"))).startsWith("The configuration of connector orders ");
        assertThat(said(ConfigRecordCodec.taskKey(TASK))).startsWith("The configuration of task orders-3 ");
        assertThat(said(StatusRecordCodec.connectorKey("orders"))).startsWith("The status of connector orders ");
        assertThat(said(StatusRecordCodec.taskKey(TASK))).startsWith("The status of task orders-3 ");
        assertThat(said(new OffsetRecordCodec()
                        .key("orders", Map.of("table", "lines"))
                        .bytes()))
                .startsWith("The source offset of connector and partition [\"orders\",{\"table\":\"lines\"}] ");
        assertThat(said(AssignmentCodec.assignmentKey())).startsWith("The record assignment ");
    }

    @Test
    void saysHowLargeAndWhere() {
        assertThat(said(ConfigRecordCodec.connectorKey("ab"))).contains("takes 20 bytes", "topic \"t\"");
    }

    @Test
    void showsTheBeginningOfALongKey() {
        assertThat(said(new OffsetRecordCodec()
                        .key("orders", Map.of("k", "v".repeat(5_000)))
                        .bytes()))
                .contains("[\"orders\"", "...")
                .hasSizeLessThan(1_000);
    }

    @Test
    void namesTheSettingsOfWhoeverRefusedIt() {
        byte[] key = ConfigRecordCodec.connectorKey("orders");
        assertThat(said(key, Writer.WORKER, refusedByClient))
                .endsWith("or raise max.request.size of the worker, and max.message.bytes of the topic.");
        assertThat(said(key, Writer.CONNECTOR, refusedByClient))
                .endsWith("or raise producer.override.max.request.size of the connector, and max.message.bytes of the"
                        + " topic.");
        assertThat(said(key, Writer.CONNECTOR, new RecordTooLargeException("the buffer.memory configuration")))
                .contains("producer.override.buffer.memory of the connector");
        assertThat(said(key, Writer.WORKER, refusedByBroker)).endsWith("or raise max.message.bytes of the topic.");
    }

    @Test
    void leavesOtherFailuresAlone() {
        Throwable other = new TimeoutException("max.request.size");
        assertThat(OversizedRecord.explained(entry(AssignmentCodec.assignmentKey()), Writer.WORKER, other))
                .isSameAs(other);
    }

    private String said(byte[] key) {
        return said(key, Writer.WORKER, refusedByClient);
    }

    private static String said(byte[] key, Writer writer, Throwable failure) {
        Throwable explained = OversizedRecord.explained(entry(key), writer, failure);
        assertThat(explained).isInstanceOf(RecordTooLargeException.class).hasCause(failure);
        return explained.getMessage();
    }

    private static ProducerRecord<byte[], byte[]> entry(byte[] key) {
        return new ProducerRecord<>("t", key, "12345678".getBytes(StandardCharsets.UTF_8));
    }
}
