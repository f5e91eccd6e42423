package io.millrace.registry.serde.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.serde.AvroFormat;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.server.RegistryServer;
import io.millrace.testing.TestingKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One converter, many schemas. */
class AvroConverterIT {
    /** More than a converter knows by their instances, so that some share a place. */
    private static final int SCHEMAS = 150;

    private static TestingKafka kafka;
    private static RegistryServer server;

    private final String topic = "t-" + UUID.randomUUID();

    @BeforeAll
    static void startServers() {
        kafka = TestingKafka.start();
        server = RegistryServer.start(
                Map.of("listeners", "http://127.0.0.1:0", "bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stopServers() {
        server.close();
        kafka.close();
    }

    private static Map<String, Object> config(int maxCachedSchemas) {
        return Map.of(
                "schema.registry.url",
                server.url(),
                "value.subject.name.strategy",
                "TopicRecordNameStrategy",
                "schemas.cache.config",
                maxCachedSchemas);
    }

    private static AvroConverter converter(int maxCachedSchemas) {
        AvroConverter converter = new AvroConverter();
        converter.configure(config(maxCachedSchemas), false);
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
        RegistryClient<org.apache.avro.Schema> client =
                new RegistryClient<>(RegistryClientConfig.of(config(10)), AvroFormat.AVRO);
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
}
