package io.millrace.registry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random schemas and random changes of them, by seed. */
class RandomPairsTest {
    private static final int PAIRS = 5_000;
    private static final int INSTANCES = 12;

    @Test
    void everySchemaReadsItselfHoweverItsKeysAreOrdered() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            RandomSchemas schemas = new RandomSchemas(random);
            ObjectNode schema = schemas.text();
            JsonNode again = new RandomChanges(random, schemas).shuffled(schema);

            ParsedJsonSchema one = Schemas.parse(schema.toString());
            ParsedJsonSchema two = Schemas.parse(again.toString());

            assertThat(one.normalText()).isEqualTo(two.normalText());
            for (CompatibilityPolicy policy : CompatibilityPolicy.values()) {
                assertThat(Schemas.broken(one, two, policy))
                        .as("seed %d: %s", seed, schema)
                        .isEmpty();
            }
        }
    }

    /** What is called compatible must hold for every value; for values that a compatible reader refuses, the rule is wrong. */
    @Test
    void whatACompatibleWriterWritesAValidatorTakesForTheReader() {
        int compatible = 0;
        int incompatible = 0;
        int values = 0;
        int refused = 0;
        for (int seed = 0; seed < PAIRS; seed++) {
            Random random = new Random(seed);
            RandomSchemas schemas = new RandomSchemas(random);
            ObjectNode writer = schemas.text();
            ObjectNode reader = new RandomChanges(random, schemas).changed(writer);
            if (!RandomChanges.hasDistinctAlternatives(writer) || !RandomChanges.hasDistinctAlternatives(reader)) {
                continue;
            }
            List<String> broken = Schemas.broken(
                    Schemas.parse(reader.toString()), Schemas.parse(writer.toString()), CompatibilityPolicy.STRICT);
            Oracle writers = Oracle.of(writer);
            Oracle readers = Oracle.of(reader);
            RandomInstances instances = new RandomInstances(random, writer);
            for (int i = 0; i < INSTANCES; i++) {
                JsonNode value = instances.instance();
                if (!writers.takes(value)) {
                    continue;
                }
                boolean taken = readers.takes(value);
                if (broken.isEmpty()) {
                    values++;
                    assertThat(taken)
                            .as("seed %d: %s%nwritten with %s%nread with %s", seed, value, writer, reader)
                            .isTrue();
                } else if (!taken) {
                    refused++;
                }
            }
            if (broken.isEmpty()) {
                compatible++;
            } else {
                incompatible++;
            }
        }
        assertThat(compatible).as("compatible pairs").isGreaterThan(PAIRS / 10);
        assertThat(incompatible).as("incompatible pairs").isGreaterThan(PAIRS / 10);
        assertThat(values).as("values of compatible writers").isGreaterThan(PAIRS / 10);
        assertThat(refused).as("values that an incompatible reader refused").isGreaterThan(PAIRS / 50);
    }
}
