package io.millrace.registry.model.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Fields whose aliases could mean several others. */
class AvroAliasesTest {
    private final AvroKind kind = new AvroKind(AvroLimits.standard());

    private ParsedAvro record(String... fields) {
        String text = Stream.of(fields)
                .map(field -> {
                    String[] names = field.split("=");
                    String aliases = Stream.of(names)
                            .skip(1)
                            .map(alias -> '"' + alias + '"')
                            .collect(Collectors.joining(","));
                    return "{\"name\":\"" + names[0] + "\",\"type\":\"int\",\"aliases\":[" + aliases + "]}";
                })
                .collect(Collectors.joining(","));
        return parsed("{\"type\":\"record\",\"name\":\"n.R\",\"fields\":[" + text + "]}");
    }

    private ParsedAvro parsed(String text) {
        return kind.parse(new SchemaSource(text, List.of()), Strictness.STRICT).fold(read -> read, refused -> {
            throw new AssertionError(refused.message());
        });
    }

    private List<Incompatibility> found(ParsedAvro reader, ParsedAvro writer, CompatibilityPolicy policy) {
        return kind.incompatibilities(reader, writer, policy, Sides.NEW_READS_OLD);
    }

    @ParameterizedTest
    @EnumSource(CompatibilityPolicy.class)
    void aFieldThatIsSeveralOfTheWritersIsNamed(CompatibilityPolicy policy) {
        // When
        List<Incompatibility> found = found(record("b=a"), record("a", "b"), policy);

        // Then
        assertThat(found).extracting(Incompatibility::rule).containsExactly("AMBIGUOUS_FIELD_ALIASES");
        assertThat(kind.message(found.get(0)))
                .contains("the field n.R.b of the new schema is each of the fields b, a of the old schema")
                .contains("reader field n.R.b matches writer fields b, a");
    }

    @ParameterizedTest
    @CsvSource({"a|b=a, a|b", "a|b=a, a|b=a", "c=a=b, a|b", "a|b=a|c, a|c|b"})
    void theyAreFoundWhereverTheyStand(String reader, String writer) {
        ParsedAvro read = parsed(
                "{\"type\":\"array\",\"items\":" + record(reader.split("\\|")).canonicalText() + "}");
        ParsedAvro written = parsed(
                "{\"type\":\"array\",\"items\":" + record(writer.split("\\|")).canonicalText() + "}");

        assertThat(found(read, written, CompatibilityPolicy.STRICT))
                .extracting(Incompatibility::rule)
                .containsExactly("AMBIGUOUS_FIELD_ALIASES");
    }

    /** One of the fields alone is no question. */
    @Test
    void aliasesThatMeanOneFieldAreFollowed() {
        assertThat(found(record("b=a"), record("a"), CompatibilityPolicy.STRICT))
                .isEmpty();
        assertThat(found(record("c=a=b"), record("b"), CompatibilityPolicy.STRICT))
                .isEmpty();
        assertThat(found(record("a", "b"), record("a", "b=a"), CompatibilityPolicy.STRICT))
                .isEmpty();
    }

    @Test
    void anAliasThatIsTheFieldsOwnNameMeansNothing() {
        // Given
        ParsedAvro own = record("a=a=z", "b");

        // Then
        assertThat(found(own, own, CompatibilityPolicy.STRICT)).isEmpty();
        assertThat(found(own, record("z", "b"), CompatibilityPolicy.STRICT)).isEmpty();
        assertThat(found(own, record("a"), CompatibilityPolicy.STRICT))
                .extracting(Incompatibility::rule)
                .containsExactly("READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(AvroAliases.withoutOwnNames(record("a=z").schema()).toString())
                .contains("\"aliases\":[\"z\"]");
    }
}
