package io.millrace.connectors.cdc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/** Knows the placeholders of large values that an update left out because it did not change them. */
final class LeftOutValues {

    private final ByteBuffer bytes;
    private final List<String> texts;

    LeftOutValues(byte[] placeholder) {
        this.bytes = ByteBuffer.wrap(placeholder.clone());
        this.texts = List.of(
                new String(placeholder, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(placeholder),
                Base64.getUrlEncoder().encodeToString(placeholder),
                HexFormat.of().formatHex(placeholder));
    }

    /** Whether the row may lack one; arrays and maps, which have placeholders of many kinds, always may. */
    boolean mayBeIn(Struct row) {
        return row.schema().fields().stream().map(row::get).anyMatch(this::mayBe);
    }

    private boolean mayBe(Object value) {
        if (value instanceof String text) {
            return texts.stream().anyMatch(text::contains);
        }
        if (value instanceof byte[] array) {
            return bytes.equals(ByteBuffer.wrap(array));
        }
        return bytes.equals(value) || value instanceof Collection<?> || value instanceof Map<?, ?>;
    }
}
