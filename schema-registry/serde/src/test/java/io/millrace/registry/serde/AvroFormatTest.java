package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class AvroFormatTest {
    /** Records, each ten times in the one around it, and one type at the very inside. */
    private static Schema bomb(int records, String inside) {
        String text = inside;
        for (int i = 0; i < records; i++) {
            String of = text;
            String again = "\"R" + (i - 1) + "\"";
            int level = i;
            text = IntStream.range(0, 10)
                    .mapToObj(field ->
                            "{\"name\":\"f" + field + "\",\"type\":" + (field > 0 && level > 0 ? again : of) + "}")
                    .collect(
                            Collectors.joining(",", "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[", "]}"));
        }
        return new Schema.Parser().parse(text);
    }

    /** Avro's checker would list a million things, and of twice as many records as much as there is memory. */
    @Test
    void schemasThatNobodyShouldCompareAreIncompatible() {
        List<String> found = AvroFormat.AVRO.incompatibilities(bomb(6, "\"int\""), bomb(6, "\"string\""));

        assertThat(found).singleElement().asString().contains("too complex to compare");
        assertThat(AvroFormat.AVRO.incompatibilities(bomb(12, "\"int\""), bomb(12, "\"int\"")))
                .isEmpty();
    }

    @Test
    void saysWhereAndWhyTheReaderDoesNotTakeAll() {
        List<String> found = AvroFormat.AVRO.incompatibilities(bomb(1, "\"int\""), bomb(1, "\"long\""));

        assertThat(found).hasSize(10);
        assertThat(found.get(0)).startsWith("TYPE_MISMATCH at /fields/0/type: ");
    }
}
