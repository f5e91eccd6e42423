package io.millrace.registry.model.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our count beside what Avro's checker finds. */
class AvroFindingsTest {
    private static final int PAIRS = 300;
    private static final int TYPES = 5;

    private static int listed(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .size();
    }

    private static boolean exceeds(Schema reader, Schema writer, int limit) {
        return AvroFindings.obstacle(
                        reader, writer, new AvroCompareLimits(1_000_000, 1_000, limit), Sides.NEW_READS_OLD)
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countsWhatTheCheckerLists(long seed) {
        Random random = new Random(seed);
        int incompatible = 0;
        for (int i = 0; i < PAIRS; i++) {
            Schema reader = schema(random);
            Schema writer = schema(random);
            int listed = listed(reader, writer);
            incompatible += listed > 0 ? 1 : 0;
            assertThat(exceeds(reader, writer, listed))
                    .as("%s reads %s", reader, writer)
                    .isFalse();
            assertThat(listed > 0 && !exceeds(reader, writer, listed - 1))
                    .as("%s reads %s", reader, writer)
                    .isFalse();
        }
        assertThat(incompatible).isBetween(PAIRS / 10, PAIRS);
    }

    /** Records that use each other. */
    private static Schema schema(Random random) {
        List<Schema> records = new ArrayList<>();
        for (int i = 0; i < TYPES; i++) {
            records.add(Schema.createRecord(random.nextInt(8) == 0 ? "Other" + i : "R" + i, null, "n", false));
        }
        for (Schema record : records) {
            List<Schema.Field> fields = new ArrayList<>();
            for (int k = 0; k < 4; k++) {
                if (random.nextInt(5) > 0) {
                    Schema type = type(random, records, 2);
                    fields.add(
                            type.getType() == Schema.Type.INT && random.nextBoolean()
                                    ? new Schema.Field("f" + k, type, null, 7)
                                    : new Schema.Field("f" + k, type));
                }
            }
            record.setFields(fields);
        }
        return records.get(0);
    }

    private static Schema type(Random random, List<Schema> records, int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 9);
        return switch (kind) {
            case 0 -> Schema.create(Schema.Type.INT);
            case 1 -> Schema.create(random.nextBoolean() ? Schema.Type.LONG : Schema.Type.DOUBLE);
            case 2 -> Schema.create(random.nextBoolean() ? Schema.Type.STRING : Schema.Type.BYTES);
            case 3 -> Schema.createFixed("F" + random.nextInt(2), null, "n", 1 + random.nextInt(2));
            case 4 ->
                Schema.createEnum(
                        "E",
                        null,
                        "n",
                        random.nextBoolean() ? List.of("A", "B") : List.of("A"),
                        random.nextInt(3) == 0 ? "A" : null);
            case 5 -> records.get(random.nextInt(TYPES));
            case 6 -> Schema.createArray(type(random, records, depth - 1));
            case 7 -> Schema.createMap(type(random, records, depth - 1));
            default -> union(random, type(random, records, 0));
        };
    }

    private static Schema union(Random random, Schema other) {
        Schema none = Schema.create(Schema.Type.NULL);
        if (random.nextInt(4) == 0) {
            return Schema.createUnion(List.of(other));
        }
        return Schema.createUnion(random.nextBoolean() ? List.of(none, other) : List.of(other, none));
    }
}
