package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.avro.AvroCompatibility;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.junit.jupiter.api.Test;

/** Our verdicts beside those of Confluent's own checker, for every pair of a set of schemas. */
class CompatibilityOracleTest {
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

    @Test
    void agreesWithConfluentsCheckerOnEveryPair() {
        for (String newer : SCHEMAS) {
            for (String older : SCHEMAS) {
                // Given
                boolean theirs = new AvroSchema(newer)
                        .isBackwardCompatible(new AvroSchema(older))
                        .isEmpty();

                // When
                boolean ours = AvroCompatibility.objections(
                                new Schema.Parser().parse(newer),
                                new Schema.Parser().parse(older),
                                CompatibilityLevel.BACKWARD)
                        .isEmpty();

                // Then
                assertThat(ours).as("%s after %s", newer, older).isEqualTo(theirs);
            }
        }
    }
}
