package io.millrace.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaContentTest {
    private final SchemaContent content = SchemaContent.avro("\"int\"");

    @Test
    void aGuidIsOfTheContentThatItWasAskedOf() {
        // Given
        assertThat(content.guid()).isEqualTo(content.guid());

        // Then
        assertThat(content.withText("\"int\"").guid()).isEqualTo(content.guid());
        assertThat(content.withText("\"long\"").guid())
                .isNotEqualTo(content.guid())
                .isEqualTo(SchemaContent.avro("\"long\"").guid());
        assertThat(content.withReferences(List.of(new SchemaReference("n", "s", 1)))
                        .guid())
                .isNotEqualTo(content.guid());
        assertThat(content.withContract(Optional.of("{\"properties\":{\"a\":\"b\"}}"), Optional.empty())
                        .guid())
                .isNotEqualTo(content.guid());
    }

    @Test
    void equalContentsDifferInNothing() {
        // Given
        List<SchemaContent> others = List.of(
                content.withText("\"long\""),
                content.withReferences(List.of(new SchemaReference("n", "s", 1))),
                content.withSentContract(Optional.of("{}"), Optional.empty()),
                content.withSentContract(Optional.empty(), Optional.of("{}")),
                new SchemaContent("JSON", "\"int\"", List.of(), Optional.empty(), Optional.empty()));

        // Then
        assertThat(SchemaContent.avro("\"int\"")).isEqualTo(content).hasSameHashCodeAs(content);
        assertThat(others).doesNotContain(content).doesNotHaveDuplicates();
    }
}
