package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogicalTypeNamesTest {
    private static final byte[] NO_HEADER = new byte[0];
    private static final List<String> TIMES = List.of(
            "io.debezium.time.MicroTimestamp",
            "io.debezium.time.NanoTimestamp",
            "io.debezium.time.MicroTime",
            "io.debezium.time.Timestamp",
            "local-timestamp-millis",
            "local-timestamp-micros",
            "local-timestamp-nanos");

    private static AvroMapping mapping(String names) {
        return new AvroMapping(MappingConfig.of(Map.of("logical.type.names", names)));
    }

    private static org.apache.avro.Schema parsed(String avro) {
        return new org.apache.avro.Schema.Parser().parse(avro);
    }

    /** Lines of a setting, a Connect schema, which ways it goes, and an Avro schema. */
    static List<String> lines() throws IOException {
        try (InputStream in = LogicalTypeNamesTest.class.getResourceAsStream("logical-type-names.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Schema connect(String shown) {
        String[] parts = shown.split(" ");
        boolean optional = parts[0].endsWith("?");
        SchemaBuilder builder = new SchemaBuilder(Schema.Type.valueOf(parts[0].replace("?", "")));
        for (String part : parts) {
            if (part.startsWith("name=")) {
                builder.name(part.substring("name=".length()));
            } else if (part.startsWith("v=")) {
                builder.version(Integer.parseInt(part.substring("v=".length())));
            }
        }
        return optional ? builder.optional().build() : builder.build();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void mapsSchemasAsTheLineSays(String line) {
        // Given
        int arrow = line.indexOf("<=");
        String avro = line.substring(line.indexOf(' ', arrow) + 1);
        Schema connect = connect(line.substring(line.indexOf(' ') + 1, arrow));
        AvroMapping mapping = mapping(line.substring(0, line.indexOf(' ')));

        // Then
        assertThat(mapping.readPlan(parsed(avro)).connect()).isEqualTo(connect);
        if (line.startsWith("<=> ", arrow)) {
            assertThat(mapping.writePlan(connect).avro().toString()).isEqualTo(avro);
        }
    }

    private static Schema randomField(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            Schema inner = randomField(random, depth - 1);
            return random.nextBoolean()
                    ? SchemaBuilder.array(inner).build()
                    : SchemaBuilder.map(Schema.STRING_SCHEMA, inner).build();
        }
        boolean text = random.nextInt(4) == 0;
        SchemaBuilder builder = text ? SchemaBuilder.string() : SchemaBuilder.int64();
        builder.name(text ? "io.debezium.data.Uuid" : TIMES.get(random.nextInt(TIMES.size())));
        if (random.nextBoolean()) {
            builder.version(random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            builder.doc("doc").parameter("length", "6");
        }
        if (random.nextInt(3) == 0) {
            builder.optional();
        } else if (random.nextInt(3) == 0) {
            builder.defaultValue(text ? new UUID(1, random.nextLong()).toString() : (Object) random.nextLong());
        }
        return builder.build();
    }

    private static Object randomValue(Random random, Schema schema) {
        return switch (schema.type()) {
            case ARRAY -> List.of(randomValue(random, schema.valueSchema()), randomValue(random, schema.valueSchema()));
            case MAP -> Map.of("k", randomValue(random, schema.valueSchema()));
            case STRING -> new UUID(random.nextLong(), random.nextLong()).toString();
            default -> random.nextLong();
        };
    }

    @ParameterizedTest
    @CsvSource({"debezium, 1", "debezium, 2", "avro, 3", "avro, 4", "none, 5"})
    void keepsRandomRowsThroughAvro(String names, long seed) {
        Random random = new Random(seed);
        AvroMapping mapping = mapping(names);
        for (int round = 0; round < 200; round++) {
            // Given
            SchemaBuilder builder = SchemaBuilder.struct().name("shop.Row");
            int fields = 1 + random.nextInt(5);
            for (int i = 0; i < fields; i++) {
                builder.field("f" + i, randomField(random, 2));
            }
            Schema schema = builder.build();
            Struct row = new Struct(schema);
            schema.fields().forEach(field -> row.put(field, randomValue(random, field.schema())));

            // When
            WritePlan plan = mapping.writePlan(schema);
            byte[] bytes = mapping.write(NO_HEADER, plan, row);
            org.apache.avro.Schema stored = parsed(plan.avro().toString());
            ReadPlan reading = mapping.readPlan(stored);

            // Then
            assertThat(reading.connect()).as("round %d", round).isEqualTo(schema);
            assertThat(mapping.read(reading, stored, bytes, 0))
                    .as("round %d", round)
                    .isEqualTo(row);
        }
    }

    /** What others wrote comes out as they wrote it, where the schema is not to speak of Connect. */
    @ParameterizedTest
    @ValueSource(strings = {"debezium", "avro"})
    void keepsTheLogicalTypesOfOthers(String names) {
        // Given
        StringBuilder fields =
                new StringBuilder("{\"name\":\"u\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"}}");
        for (String each : List.of(
                "timestamp-millis",
                "timestamp-micros",
                "timestamp-nanos",
                "time-micros",
                "local-timestamp-millis",
                "local-timestamp-micros",
                "local-timestamp-nanos")) {
            fields.append(",{\"name\":\"" + each.replace('-', '_')
                    + "\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"" + each + "\"}],\"default\":null}");
        }
        String avro = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
        AvroMapping mapping =
                new AvroMapping(MappingConfig.of(Map.of("logical.type.names", names, "connect.meta.data", "false")));

        // When
        Schema connect = mapping.readPlan(parsed(avro)).connect();

        // Then
        assertThat(mapping.writePlan(connect).avro().toString()).isEqualTo(avro);
    }

    @Test
    void isOffUnlessAskedFor() {
        assertThat(MappingConfig.of(Map.of()).logicalTypeNames()).isEqualTo(LogicalTypeNames.NONE);
        assertThat(MappingConfig.of(Map.of("logical.type.names", "Debezium")).logicalTypeNames())
                .isEqualTo(LogicalTypeNames.DEBEZIUM);
    }
}
