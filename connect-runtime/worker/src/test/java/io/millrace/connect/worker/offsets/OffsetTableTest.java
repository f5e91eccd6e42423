package io.millrace.connect.worker.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OffsetTableTest {

    private final OffsetTable table = new OffsetTable();

    @Test
    void findsAnOffsetWhateverTheOrderOfItsPartition() {
        // Given
        hear(0, "[\"c\",{\"b\":\"2\",\"a\":\"1\"}]", "{\"at\":7}", 1);

        // When
        Optional<Map<String, Object>> found = table.offset("c", map("a", "1", "b", "2"));

        // Then
        assertThat(found).contains(Map.of("at", 7L));
    }

    @Test
    void writesUnderTheSpellingThatItRead() {
        // Given
        hear(0, "[\"c\",{\"b\":\"2\",\"a\":\"1\"}]", "{\"at\":7}", 1);

        // When
        String known = text(table.keyBytes("c", map("a", "1", "b", "2")));
        String fresh = text(table.keyBytes("c", map("z", 1, "y", null)));

        // Then
        assertThat(known).isEqualTo("[\"c\",{\"b\":\"2\",\"a\":\"1\"}]");
        assertThat(fresh).isEqualTo("[\"c\",{\"z\":1,\"y\":null}]");
    }

    @Test
    void takesTheNewerOfTwoSpellingsAndTheLaterOfOne() {
        // Given
        hear(0, "[\"c\",{\"a\":1,\"b\":2}]", "{\"at\":9}", 200);

        // When
        hear(1, "[\"c\",{\"b\":2,\"a\":1}]", "{\"at\":3}", 100);

        // Then
        assertThat(table.offset("c", map("a", 1, "b", 2))).contains(Map.of("at", 9L));

        // When
        hear(0, "[\"c\",{\"a\":1,\"b\":2}]", "{\"at\":10}", 50);

        // Then
        assertThat(table.offset("c", map("a", 1, "b", 2))).contains(Map.of("at", 10L));
    }

    @Test
    void forgetsADeletedOffsetAndPassesOverStrangers() {
        // Given
        hear(0, "[\"c\",{\"a\":1}]", "{\"at\":9}", 1);
        hear(0, "{\"not\":\"a key\"}", "{}", 1);
        hear(0, "[\"c\",\"not a map\"]", "{}", 1);

        // When
        hear(0, "[\"c\",{\"a\":1}]", null, 2);

        // Then
        assertThat(table.offset("c", map("a", 1))).isEmpty();
        assertThat(table.offsets("c")).isEmpty();
    }

    private void hear(int partition, String key, String value, long timestampMs) {
        table.on(new ConsumerRecord<>(
                "offsets",
                partition,
                0,
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty()));
    }

    private static Map<String, Object> map(String key1, Object value1, String key2, Object value2) {
        Map<String, Object> map = map(key1, value1);
        map.put(key2, value2);
        return map;
    }

    private static Map<String, Object> map(String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
