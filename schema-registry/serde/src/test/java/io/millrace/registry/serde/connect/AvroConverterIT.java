package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryFixture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One converter, many schemas. */
class AvroConverterIT {
    /** More than a converter knows by their instances, so that some share a place. */
    private static final int SCHEMAS = 150;

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    private static AvroConverter converter(int maxCachedSchemas, String... more) {
        Map<String, Object> config = registry.config(more);
        config.put("value.subject.name.strategy", "TopicRecordNameStrategy");
        config.put("schemas.cache.config", maxCachedSchemas);
        AvroConverter converter = new AvroConverter();
        converter.configure(config, false);
        return converter;
    }

    private static Schema schema(int number) {
        return SchemaBuilder.struct()
                .name("many.R" + number)
                .field("f" + number, Schema.INT32_SCHEMA)
                .build();
    }

    @Test
    void keepsSchemasApartThatShareAPlaceInItsMemory() {
        // Given
        List<Schema> schemas = new ArrayList<>();
        for (int i = 0; i < SCHEMAS; i++) {
            schemas.add(schema(i));
        }
        AvroConverter writer = converter(10);
        AvroConverter reader = converter(10);
        for (int round = 0; round < 2; round++) {
            List<byte[]> payloads = new ArrayList<>();
            for (int i = 0; i < SCHEMAS; i++) {
                // When
                Struct value = new Struct(schemas.get(i)).put("f" + i, i + round);
                payloads.add(writer.fromConnectData(topic, schemas.get(i), value));
            }

            // Then
            for (int i = 0; i < SCHEMAS; i++) {
                SchemaAndValue read = reader.toConnectData(topic, payloads.get(i));
                assertThat(read.schema()).isEqualTo(schemas.get(i));
                assertThat(((Struct) read.value()).getInt32("f" + i)).isEqualTo(i + round);
            }
        }
    }

    @Test
    void registersOneSchemaOnEachOfItsTopics() {
        // Given
        AvroConverter converter = converter(10);
        Schema schema = schema(0);
        RegistryClient<org.apache.avro.Schema> client = registry.avroClient();
        for (int i = 0; i < SCHEMAS; i++) {
            // When
            String one = topic + "-" + i;
            converter.fromConnectData(one, schema, new Struct(schema).put("f0", i));

            // Then
            assertThat(client.latest(one + "-many.R0").schema().getFullName()).isEqualTo("many.R0");
        }
    }

    @Test
    void takesASchemaThatIsStillBeingBuiltForWhatItIsNow() {
        // Given
        AvroConverter converter = converter(10);
        SchemaBuilder growing = SchemaBuilder.struct().name("growing.R").field("a", Schema.INT32_SCHEMA);
        byte[] before = converter.fromConnectData(topic, growing, new Struct(growing).put("a", 1));

        // When
        growing.field("b", Schema.OPTIONAL_STRING_SCHEMA);
        byte[] after = converter.fromConnectData(
                topic, growing, new Struct(growing).put("a", 2).put("b", "new"));

        // Then
        assertThat(((Struct) converter.toConnectData(topic, before).value()).getInt32("a"))
                .isEqualTo(1);
        assertThat(((Struct) converter.toConnectData(topic, after).value()).getString("b"))
                .isEqualTo("new");
    }

    @Test
    void writesManyRecordsOfManySchemasAsTheRegistryHasThem() {
        // Given
        List<Schema> schemas = new ArrayList<>();
        for (int i = 0; i < SCHEMAS; i++) {
            Schema schema = schema(i);
            registry.avroClient().register(topic + "-" + schema.name(), latest(i), false);
            schemas.add(schema);
        }
        AvroConverter writer = latestWriter();
        AvroConverter reader = converter(10);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < SCHEMAS; i++) {
                // When
                Struct value = new Struct(schemas.get(i)).put("f" + i, i + round);
                Struct read = (Struct) reader.toConnectData(topic, writer.fromConnectData(topic, schemas.get(i), value))
                        .value();

                // Then
                assertThat(read.getInt64("f" + i)).isEqualTo(i + round);
                assertThat(read.getString("more")).isEqualTo("of " + i);
            }
        }
    }

    @Test
    void writesWhatTheRegistrySaysIsTheLatestSchemaNow() {
        // Given
        Schema schema = schema(0);
        String subject = topic + "-many.R0";
        Struct value = new Struct(schema).put("f0", 7);
        AvroConverter once = latestWriter("-1");
        AvroConverter always = latestWriter("0");
        int first = registry.avroClient().register(subject, latest(0), false);
        assertThat(idOf(once.fromConnectData(topic, schema, value))).isEqualTo(first);
        assertThat(idOf(always.fromConnectData(topic, schema, value))).isEqualTo(first);

        // When
        org.apache.avro.Schema newer = org.apache.avro.SchemaBuilder.record("many.R0")
                .fields()
                .requiredLong("f0")
                .endRecord();
        int second = registry.avroClient().register(subject, newer, false);

        // Then
        assertThat(idOf(once.fromConnectData(topic, schema, value))).isEqualTo(first);
        byte[] payload = always.fromConnectData(topic, schema, value);
        assertThat(idOf(payload)).isEqualTo(second).isNotEqualTo(first);
        assertThat(payload).as("an id and one field").hasSize(6);
    }

    private static int idOf(byte[] payload) {
        return ByteBuffer.wrap(payload).getInt(1);
    }

    @Test
    void goesOnAfterAValueThatTheRegistrysSchemaDoesNotTake() {
        // Given
        Schema own = SchemaBuilder.struct()
                .name("partly.R")
                .field("a", Schema.STRING_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        org.apache.avro.Schema target = org.apache.avro.SchemaBuilder.record("partly.R")
                .fields()
                .requiredString("a")
                .requiredString("b")
                .endRecord();
        registry.avroClient().register(topic + "-partly.R", target, false);
        AvroConverter writer = latestWriter();
        Struct fit = new Struct(own).put("a", "x").put("b", "y");
        byte[] before = writer.fromConnectData(topic, own, fit);

        // When
        assertThatThrownBy(() -> writer.fromConnectData(topic, own, new Struct(own).put("a", "left over")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does not fit the latest schema");

        // Then
        assertThat(writer.fromConnectData(topic, own, fit)).isEqualTo(before);
    }

    private static AvroConverter latestWriter() {
        return latestWriter("-1");
    }

    private static AvroConverter latestWriter(String latestTtlSec) {
        return converter(
                10,
                "auto.register.schemas",
                "false",
                "use.latest.version",
                "true",
                "latest.compatibility.strict",
                "false",
                "latest.cache.ttl.sec",
                latestTtlSec);
    }

    /** The schema of the same number as the registry has it: with another type, and one more field. */
    private static org.apache.avro.Schema latest(int number) {
        return org.apache.avro.SchemaBuilder.record("many.R" + number)
                .fields()
                .name("more")
                .type()
                .stringType()
                .stringDefault("of " + number)
                .requiredLong("f" + number)
                .endRecord();
    }

    @Test
    void bytesThatAreTheWholeValueGoOutAsTheLatestSchemaHasThem() throws Exception {
        // Given
        byte[] value = {1, 2, 3};
        Map<String, Schema> own = Map.of("bytes", Schema.BYTES_SCHEMA, "choice", Schema.OPTIONAL_BYTES_SCHEMA);
        Map<String, String> latest = Map.of(
                "bytes", "{\\\"type\\\":\\\"bytes\\\",\\\"x\\\":1}",
                "choice", "[\\\"null\\\",\\\"bytes\\\",\\\"long\\\"]");
        for (String from : own.keySet()) {
            for (String to : latest.keySet()) {
                String named = topic + from + to;
                registry.post("/subjects/" + named + "-value/versions", "{\"schema\":\"" + latest.get(to) + "\"}");
                AvroConverter converter = registry.converter(
                        new AvroConverter(),
                        "auto.register.schemas",
                        "false",
                        "use.latest.version",
                        "true",
                        "latest.compatibility.strict",
                        "false");

                // When
                byte[] payload = converter.fromConnectData(named, own.get(from), value);

                // Then
                byte[] behindTheId = Arrays.copyOfRange(payload, 5, payload.length);
                assertThat(behindTheId)
                        .as("%s to %s", from, to)
                        .isEqualTo(to.equals("bytes") ? value : new byte[] {2, 6, 1, 2, 3});
            }
        }
    }
}
