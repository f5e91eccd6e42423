package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.avro.ParsedAvro;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.SchemaCompatibility;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.junit.jupiter.api.Test;

/** Our verdicts beside those of Confluent's own checker, for every pair of a set of schemas. */
class CompatibilityOracleTest {
    private static final AvroKind KIND = new AvroKind(AvroLimits.standard());
    private static final List<String> SCHEMAS = List.of(
            "\"int\"",
            "\"long\"",
            "\"float\"",
            "\"double\"",
            "\"string\"",
            "\"bytes\"",
            "[\"null\",\"int\"]",
            "[\"int\",\"null\"]",
            "[\"null\",\"long\",\"string\"]",
            "{\"type\":\"array\",\"items\":\"int\"}",
            "{\"type\":\"array\",\"items\":\"long\"}",
            "{\"type\":\"map\",\"values\":\"int\"}",
            "{\"type\":\"fixed\",\"name\":\"F\",\"size\":4}",
            "{\"type\":\"fixed\",\"name\":\"F\",\"size\":5}",
            "{\"type\":\"fixed\",\"name\":\"G\",\"size\":4}",
            "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}",
            "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}",
            "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"],\"default\":\"A\"}",
            "{\"type\":\"enum\",\"name\":\"E2\",\"symbols\":[\"A\"]}",
            record("R", ""),
            record("S", ""),
            record("n.R", ""),
            "{\"type\":\"record\",\"name\":\"S\",\"aliases\":[\"R\"],\"fields\":[]}",
            record("R", "{\"name\":\"a\",\"type\":\"int\"}"),
            record("R", "{\"name\":\"a\",\"type\":\"long\"}"),
            record("R", "{\"name\":\"a\",\"type\":\"int\",\"default\":1}"),
            record("R", "{\"name\":\"a\",\"type\":[\"null\",\"int\"]}"),
            record("R", "{\"name\":\"a\",\"type\":[\"null\",\"int\"],\"default\":null}"),
            record("R", "{\"name\":\"b\",\"aliases\":[\"a\"],\"type\":\"int\"}"),
            record("R", "{\"name\":\"next\",\"type\":[\"null\",\"R\"],\"default\":null}"),
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}",
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":4}",
            "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}");

    private static String record(String name, String fields) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[" + fields + "]}";
    }

    private static ParsedAvro parsed(String text) {
        return KIND.parse(new SchemaSource(text, List.of()), Strictness.LENIENT).fold(value -> value, refused -> {
            throw new AssertionError(refused.message());
        });
    }

    private static List<Incompatibility> ours(String newer, String older) {
        return KIND.incompatibilities(
                parsed(newer), parsed(older), CompatibilityPolicy.STRICT, Incompatibility.Sides.NEW_READS_OLD);
    }

    @Test
    void agreesWithConfluentsCheckerOnEveryPair() {
        for (String newer : SCHEMAS) {
            for (String older : SCHEMAS) {
                // Given
                boolean theirs = new AvroSchema(newer)
                        .isBackwardCompatible(new AvroSchema(older))
                        .isEmpty();

                // Then
                assertThat(ours(newer, older).isEmpty())
                        .as("%s after %s", newer, older)
                        .isEqualTo(theirs);
            }
        }
    }

    @Test
    void saysInItsMessagesWhatAvrosOwnCheckerSays() {
        Set<String> rules = new TreeSet<>();
        for (String newer : SCHEMAS) {
            for (String older : SCHEMAS) {
                // Given
                List<String> expected = SchemaCompatibility.checkReaderWriterCompatibility(
                                parsed(newer).schema(), parsed(older).schema())
                        .getResult()
                        .getIncompatibilities()
                        .stream()
                        .map(found -> "{errorType:'" + found.getType() + "', description:'...', additionalInfo:'"
                                + found.getMessage() + "'}")
                        .toList();

                // When
                List<Incompatibility> found = ours(newer, older);

                // Then
                assertThat(found.stream()
                                .map(KIND::message)
                                .map(message -> message.replaceFirst(
                                        "description:'.*', additional", "description:'...', additional"))
                                .toList())
                        .as("%s after %s", newer, older)
                        .isEqualTo(expected);
                found.forEach(each -> rules.add(each.rule()));
            }
        }
        assertThat(rules).hasSize(SchemaCompatibility.SchemaIncompatibilityType.values().length);
    }
}
