package io.millrace.connect.worker.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class WayBackTest {

    private final WayBack wayBack = new WayBack(Optional.empty());

    @Test
    void givesTheRecordBackAsItWas() {
        // Given
        ConsumerRecord<byte[], byte[]> letter = letter(
                Map.of("topic", "orders", "partition", "2", "offset", "7", "timestamp", "1234", "stage", "TASK_PUT"));
        letter.headers().add("own", bytes("kept"));
        letter.headers().add(WayBack.REDRIVEN, bytes("dead-0@1"));

        // When
        ProducerRecord<byte[], byte[]> record = wayBack.of(letter).record();

        // Then
        assertThat(record.topic()).isEqualTo("orders");
        assertThat(record.partition()).isEqualTo(2);
        assertThat(record.timestamp()).isEqualTo(1234);
        assertThat(record.key()).isEqualTo(bytes("k"));
        assertThat(record.value()).isEqualTo(bytes("v"));
        assertThat(record.headers().toArray()).extracting(Header::key).containsExactly("own", WayBack.REDRIVEN);
        assertThat(record.headers().lastHeader(WayBack.REDRIVEN).value()).isEqualTo(bytes("dead-1@5"));
    }

    @Test
    void takesTheOnlyTopicOfTheConnectorForALetterThatNamesNone() {
        assertThat(new WayBack(Optional.of("orders")).of(letter(Map.of())).record())
                .satisfies(record -> assertThat(record.topic()).isEqualTo("orders"))
                .satisfies(record -> assertThat(record.timestamp()).isEqualTo(99));
        assertThat(wayBack.of(letter(Map.of())).refusal()).contains("context.headers.enable");
    }

    @Test
    void refusesWhatHasNotTheBytesOfItsRecord() {
        assertThat(wayBack.of(letter(Map.of("topic", "t", "value.omitted.bytes", "7")))
                        .refusal())
                .contains("left out");
        assertThat(wayBack.of(letter(Map.of("topic", "t", "source.offset", "{}", "stage", "TRANSFORMATION")))
                        .refusal())
                .contains("TRANSFORMATION");
        assertThat(wayBack.of(letter(Map.of("topic", "t", "source.offset", "{}", "stage", "KAFKA_PRODUCE")))
                        .record())
                .isNotNull();
    }

    @Test
    void believesTheNewestHeadersOfALetterThatWasOneBefore() {
        // Given
        ConsumerRecord<byte[], byte[]> letter = letter(Map.of("topic", "first"));
        letter.headers().add("__connect.errors.topic", bytes("second"));

        // When / Then
        assertThat(wayBack.of(letter).record().topic()).isEqualTo("second");
    }

    private static ConsumerRecord<byte[], byte[]> letter(Map<String, String> context) {
        ConsumerRecord<byte[], byte[]> letter = new ConsumerRecord<>(
                "dead",
                1,
                5,
                99,
                TimestampType.CREATE_TIME,
                1,
                1,
                bytes("k"),
                bytes("v"),
                new RecordHeaders(),
                Optional.empty());
        context.forEach((name, value) -> letter.headers().add("__connect.errors." + name, bytes(value)));
        return letter;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
