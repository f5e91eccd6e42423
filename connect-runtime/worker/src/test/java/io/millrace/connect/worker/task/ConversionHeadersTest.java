package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.errors.ErrorPolicy;
import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.observe.TaskObserver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records with headers and without any. */
class ConversionHeadersTest {

    private static final Map<String, String> CONVERTERS = Map.of(
            "key.converter", "org.apache.kafka.connect.storage.StringConverter",
            "value.converter", "org.apache.kafka.connect.storage.StringConverter",
            "header.converter", "org.apache.kafka.connect.storage.StringConverter");

    private final Plugins plugins = Plugins.open(List.of());
    private final Converters converters = new Converters(
            plugins.newConverter(true, Map.of(), CONVERTERS),
            plugins.newConverter(false, Map.of(), CONVERTERS),
            plugins.newHeaderConverter(Map.of(), CONVERTERS));
    private final StageRunner stages =
            new StageRunner(ErrorPolicy.parse(Map.of()), List.of(), TaskObserver.NONE, new TaskSwitch(false));
    private final StageChain chain = new StageChain(List.of(), stages);

    @AfterEach
    void close() {
        plugins.close();
    }

    @Test
    void giveASourceRecordItsHeaders() {
        // Given
        SourceConversion conversion = new SourceConversion(chain, converters, stages);
        SourceRecord bare = new SourceRecord(Map.of(), Map.of(), "t", Schema.STRING_SCHEMA, "v");
        SourceRecord headed = new SourceRecord(Map.of(), Map.of(), "t", Schema.STRING_SCHEMA, "v");
        headed.headers().addString("h", "x");

        // When
        ProducerRecord<byte[], byte[]> without = conversion.convert(new ProcessingContext<>(bare), bare);
        ProducerRecord<byte[], byte[]> with = conversion.convert(new ProcessingContext<>(headed), headed);

        // Then
        assertThat(without.headers()).isEmpty();
        assertThat(with.headers()).singleElement().satisfies(header -> {
            assertThat(header.key()).isEqualTo("h");
            assertThat(header.value()).isEqualTo(bytes("x"));
        });
    }

    @Test
    void giveASinkRecordItsHeaders() {
        // Given
        SinkConversion conversion = new SinkConversion(converters, chain, stages, consumed -> null);
        ConsumerRecord<byte[], byte[]> headed = new ConsumerRecord<>("t", 0, 1, bytes("k"), bytes("v"));
        headed.headers().add("h", bytes("x"));

        // When
        SinkRecord without = conversion.convert(new ConsumerRecord<>("t", 0, 0, bytes("k"), bytes("v")));
        SinkRecord with = conversion.convert(headed);

        // Then
        assertThat(without.headers()).isEmpty();
        assertThat(with.headers().lastWithName("h").value()).isEqualTo("x");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
