package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values of one schema that go out under another, which is the registry's. */
class AvroSerializerIT {
    private static final Schema OWN = row("a", "b", "c");

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    private static Schema row(String... fields) {
        SchemaBuilder.FieldAssembler<Schema> row = SchemaBuilder.record("Row").fields();
        for (String field : fields) {
            row.requiredString(field);
        }
        return row.endRecord();
    }

    private static GenericRecord value(Schema schema) {
        GenericRecordBuilder value = new GenericRecordBuilder(schema);
        schema.getFields().forEach(field -> value.set(field, "of " + field.name()));
        return value.build();
    }

    private static KafkaAvroSerializer serializer(String... config) {
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        serializer.configure(registry.config(config), false);
        return serializer;
    }

    private static KafkaAvroSerializer latest() {
        return serializer("auto.register.schemas", "false", "use.latest.version", "true");
    }

    private Object read(byte[] bytes) {
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(registry.config(), false);
            return deserializer.deserialize(topic, bytes);
        }
    }

    private void register(Schema schema) {
        new RegistryClient<>(RegistryClientConfig.of(registry.config()), AvroFormat.AVRO)
                .register(topic + "-value", schema, false);
    }

    @Test
    void threadsThatSendByOneProducerDoNotMixTheirValues() throws Exception {
        // Given
        int threads = 4;
        KafkaAvroSerializer shared = serializer();
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> mixed = new ArrayList<>();

        // When
        for (int thread = 0; thread < threads; thread++) {
            String text = Integer.toString(thread).repeat(100);
            mixed.add(senders.submit(() -> mixed(shared, text)));
        }

        // Then
        for (Future<Integer> each : mixed) {
            assertThat(each.get()).isZero();
        }
        senders.shutdown();
    }

    /** How many of many values became other bytes than a serializer makes of them that nobody shares. */
    private int mixed(KafkaAvroSerializer shared, String text) {
        GenericRecord value = new GenericRecordBuilder(OWN)
                .set("a", text)
                .set("b", text)
                .set("c", text)
                .build();
        byte[] expected = serializer().serialize(topic, value);
        int mixed = 0;
        for (int i = 0; i < 20_000; i++) {
            mixed += Arrays.equals(shared.serialize(topic, value), expected) ? 0 : 1;
        }
        return mixed;
    }

    @Test
    void dropsTheFieldThatTheLatestSchemaHasNoMore() {
        // Given
        register(OWN);
        register(row("a", "c"));

        // Then
        KafkaAvroSerializer latest = latest();
        for (int i = 0; i < 2; i++) {
            assertThat(read(latest.serialize(topic, value(OWN))))
                    .hasToString(value(row("a", "c")).toString());
        }
    }

    @Test
    void putsFieldsInTheOrderOfTheLatestSchema() {
        // Given
        register(OWN);
        register(row("c", "a", "b"));

        // Then
        assertThat(read(latest().serialize(topic, value(OWN))))
                .hasToString(value(row("c", "a", "b")).toString());
    }

    @Test
    void resolvesIntoTheSchemaOfAFixedId() {
        // Given
        byte[] target = serializer().serialize(topic, value(row("c", "b")));

        // When
        byte[] bytes = serializer(
                        "auto.register.schemas",
                        "false",
                        "use.schema.id",
                        Integer.toString(ByteBuffer.wrap(target).getInt(1)))
                .serialize(topic, value(OWN));

        // Then
        assertThat(bytes).isEqualTo(target);
    }

    @Test
    void resolvesPlainValuesIntoUnions() {
        // Given
        register(SchemaBuilder.unionOf().nullType().and().bytesType().endUnion());

        // When
        byte[] bytes = latest().serialize(topic, "x".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(read(bytes)).isEqualTo(ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusesWhatTheLatestSchemaCannotTake() {
        // Given
        register(row("a", "d"));

        // Then
        assertThatThrownBy(() -> serializer(
                                "auto.register.schemas",
                                "false",
                                "use.latest.version",
                                "true",
                                "latest.compatibility.strict",
                                "false")
                        .serialize(topic, value(OWN)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("does not fit schema")
                .rootCause()
                .hasMessageContaining("d");
    }

    private static Schema noted(String notesOfRecord, String notesOfField) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Noted\"" + notesOfRecord + ",\"fields\":["
                        + "{\"name\":\"a\",\"type\":\"string\"" + notesOfField + "}]}");
    }

    private String registered(byte[] bytes) throws Exception {
        return registry.get("/schemas/ids/" + ByteBuffer.wrap(bytes).getInt(1) + "/schema");
    }

    /** Avro takes them for equal. */
    @Test
    void schemasThatDifferByDocsOrAliasesHaveTheirOwnIds() throws Exception {
        KafkaAvroSerializer serializer = serializer();
        for (Schema schema : List.of(
                noted("", ""),
                noted(",\"doc\":\"a note\"", ""),
                noted(",\"aliases\":[\"Earlier\"]", ""),
                noted("", ",\"doc\":\"a note\""),
                noted("", ",\"aliases\":[\"z\"]"))) {
            for (int i = 0; i < 2; i++) {
                assertThat(registered(serializer.serialize(topic, value(schema))))
                        .isEqualTo(schema.toString());
            }
        }
        assertThat(registry.get("/subjects/" + topic + "-value/versions")).isEqualTo("[1,2,3,4,5]");
    }

    @Test
    void followsTheAliasesOfEachSchemaOfTheRegistry() throws Exception {
        // Given
        Schema own = row("a");
        String renamed = "{\"type\":\"record\",\"name\":\"Row\",\"fields\":["
                + "{\"name\":\"b\",\"type\":\"string\",\"aliases\":[\"a\"],\"default\":\"none\"}]}";
        register(new Schema.Parser().parse(renamed.replace(",\"aliases\":[\"a\"]", "")));
        KafkaAvroSerializer latest =
                serializer("auto.register.schemas", "false", "use.latest.version", "true", "latest.cache.ttl.sec", "0");

        // When
        Object before = read(latest.serialize(topic, value(own)));
        register(new Schema.Parser().parse(renamed));

        // Then
        assertThat(before).hasToString("{\"b\": \"none\"}");
        assertThat(read(latest.serialize(topic, value(own)))).hasToString("{\"b\": \"of a\"}");
    }

    @Test
    void putsSchemasUnderTheSubjectThatTheRegistryAssociates() throws Exception {
        // Given
        String subject = topic + "-elsewhere";
        registry.post("/subjects/" + subject + "/versions", "{\"schema\":\"\\\"int\\\"\"}");
        registry.post(
                "/associations",
                "{\"resourceName\":\"" + topic + "\",\"resourceNamespace\":\"lkc\",\"resourceId\":\""
                        + UUID.randomUUID() + "\",\"associations\":[{\"subject\":\"" + subject + "\"}]}");
        KafkaAvroSerializer associated = serializer(
                "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.AssociatedNameStrategy");

        // When
        associated.serialize(topic, 7);
        associated.serialize(topic + "-plain", 7);

        // Then
        assertThat(registry.get("/subjects/" + subject + "/versions")).isEqualTo("[1]");
        assertThat(registry.get("/subjects/" + topic + "-value/versions")).contains("40401");
        assertThat(registry.get("/subjects/" + topic + "-plain-value/versions")).isEqualTo("[1]");
    }
}
