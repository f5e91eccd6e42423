package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

class SchemaTextsTest {

    @Test
    void everySubjectHasASchemaOfItsOwn() {
        Schema first = parsed(SchemaTexts.of(1));
        assertThat(first.getFullName()).isEqualTo("millrace.bench.Bench1");
        assertThat(first.getFields()).hasSize(10);
        assertThat(parsed(SchemaTexts.of(2))).isNotEqualTo(first);
    }

    @Test
    void everyVersionMayFollowEveryOther() {
        String first = SchemaTexts.version(7, 1);
        String last = SchemaTexts.version(7, 100);
        assertThat(first).isNotEqualTo(last);
        assertThat(reads(last, first)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(reads(first, last)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void oneAgainstAVersionMayFollowOnlyOthers() {
        String against = SchemaTexts.against(7, 3);
        assertThat(reads(against, SchemaTexts.version(7, 3))).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
        assertThat(reads(against, SchemaTexts.version(7, 4))).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void aBodyCarriesTheSchemaAsText() throws IOException {
        JsonNode body = new ObjectMapper().readTree(SchemaTexts.body(SchemaTexts.of(1)));
        assertThat(body.path("schema").asText()).isEqualTo(SchemaTexts.of(1));
        assertThat(body.path("schemaType").asText()).isEqualTo("AVRO");
    }

    private static SchemaCompatibilityType reads(String reader, String writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(parsed(reader), parsed(writer))
                .getType();
    }

    private static Schema parsed(String text) {
        return new Schema.Parser().parse(text);
    }
}
