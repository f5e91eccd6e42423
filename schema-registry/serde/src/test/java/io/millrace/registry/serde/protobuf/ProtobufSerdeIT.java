package io.millrace.registry.serde.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.confluent.kafka.serializers.protobuf.KafkaProtobufDeserializer;
import io.confluent.kafka.serializers.protobuf.KafkaProtobufSerializer;
import io.millrace.registry.serde.RegistryFixture;
import io.millrace.registry.serde.StoredSchema;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProtobufSerdeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = """
            syntax = "proto3";
            package shop;

            message Row {
              map<string, int32> counts = 1;
              int64 id = 2;
              message Line {
                string note = 1;
              }
            }
            message Other {
              string name = 1;
            }
            """;

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();
    private final FileDescriptor file =
            ProtobufSchema.of(StoredSchema.of(TEXT)).parsed().descriptor();
    private final Descriptor rowType = file.findMessageTypeByName("Row");

    private static KafkaProtobufSerializer<Message> serializer(String... config) {
        KafkaProtobufSerializer<Message> serializer = new KafkaProtobufSerializer<>();
        serializer.configure(registry.config(config), false);
        return serializer;
    }

    private static <T extends Message> KafkaProtobufDeserializer<T> deserializer(String... config) {
        KafkaProtobufDeserializer<T> deserializer = new KafkaProtobufDeserializer<>();
        deserializer.configure(registry.config(config), false);
        return deserializer;
    }

    private static DynamicMessage message(Descriptor type, String field, Object value) {
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName(field), value)
                .build();
    }

    private static String hex(byte[] bytes, int from) {
        return HexFormat.of().formatHex(bytes, from, bytes.length);
    }

    @Test
    void writesTheIdThenTheWayThenTheMessage() throws Exception {
        // When
        byte[] bytes = serializer().serialize(topic, message(rowType, "id", 7L));

        // Then
        JsonNode registered = JSON.readTree(registry.get("/subjects/" + topic + "-value/versions/1"));
        assertThat(ByteBuffer.wrap(bytes).get()).isZero();
        assertThat(ByteBuffer.wrap(bytes).getInt(1))
                .isEqualTo(registered.path("id").asInt());
        assertThat(hex(bytes, 5)).isEqualTo("00" + "1007");
        assertThat(registered.path("schemaType").asText()).isEqualTo("PROTOBUF");
        Message read = ProtobufSerdeIT.<Message>deserializer().deserialize(topic, bytes);
        assertThat(read.getDescriptorForType().getFullName()).isEqualTo("shop.Row");
        assertThat(read.getField(read.getDescriptorForType().findFieldByName("id")))
                .isEqualTo(7L);
        assertThat(serializer().serialize(topic, null)).isNull();
        assertThat(ProtobufSerdeIT.<Message>deserializer().deserialize(topic, null))
                .isNull();
    }

    /** The entry of the map before it takes no position, as with Confluent's clients that read the schema's text. */
    @Test
    void countsNoEntriesOfMapsOnTheWay() {
        Descriptor line = rowType.findNestedTypeByName("Line");
        byte[] bytes = serializer().serialize(topic, message(line, "note", "x"));
        assertThat(hex(bytes, 5)).isEqualTo("040000" + "0a0178");
        assertThat(ProtobufSerdeIT.<Message>deserializer()
                        .deserialize(topic, bytes)
                        .getDescriptorForType()
                        .getFullName())
                .isEqualTo("shop.Row.Line");
        byte[] other = serializer().serialize(topic, message(file.findMessageTypeByName("Other"), "name", "x"));
        assertThat(hex(other, 5)).isEqualTo("0202" + "0a0178");
    }

    /** Clients that send descriptors count them, and the text that is stored declares them for all who read. */
    @Test
    void countsEntriesOfMapsWhereADescriptorWasRegistered() throws Exception {
        // Given
        String unordered = TEXT.replace("int64 id = 2;", "").replace("map<", "int64 id = 2; map<");
        byte[] sent = ProtobufSchema.of(StoredSchema.of(unordered))
                .parsed()
                .descriptor()
                .toProto()
                .toByteArray();
        String descriptor = JSON.writeValueAsString(
                Map.of("schemaType", "PROTOBUF", "schema", Base64.getEncoder().encodeToString(sent)));
        String text = JSON.writeValueAsString(Map.of("schemaType", "PROTOBUF", "schema", unordered));
        String subject = "/subjects/" + topic + "-value";
        registry.post(subject + "/versions", text);
        assertThat(versionOf(registry.post(subject, descriptor))).isEqualTo(1);

        // When
        int id = JSON.readTree(registry.post(subject + "/versions", descriptor))
                .path("id")
                .asInt();
        byte[] line = message(rowType.findNestedTypeByName("Line"), "note", "x").toByteArray();
        byte[] bytes = ByteBuffer.allocate(8 + line.length)
                .put((byte) 0)
                .putInt(id)
                .put(new byte[] {4, 0, 2})
                .put(line)
                .array();

        // Then
        assertThat(versionOf(registry.post(subject, descriptor))).isEqualTo(2);
        assertThat(versionOf(registry.post(subject, text))).isEqualTo(1);
        assertThat(ProtobufSerdeIT.<Message>deserializer()
                        .deserialize(topic, bytes)
                        .getDescriptorForType()
                        .getFullName())
                .isEqualTo("shop.Row.Line");
    }

    private static int versionOf(String answer) throws Exception {
        return JSON.readTree(answer).path("version").asInt();
    }

    @Test
    void writesAndReadsGeneratedClasses() {
        // Given
        Timestamp value = Timestamp.newBuilder().setSeconds(5).setNanos(7).build();

        // When
        byte[] bytes = serializer().serialize(topic, value);

        // Then
        KafkaProtobufDeserializer<Timestamp> typed =
                deserializer("specific.protobuf.value.type", Timestamp.class.getName());
        assertThat(typed.deserialize(topic, bytes)).isEqualTo(value);
        assertThat(ProtobufSerdeIT.<Message>deserializer()
                        .deserialize(topic, bytes)
                        .toByteArray())
                .isEqualTo(value.toByteArray());
    }

    /** A message whose file imports that of {@code shop.Row} under a path. */
    private DynamicMessage order(String path) throws Exception {
        FileDescriptor imported = FileDescriptor.buildFrom(
                file.toProto().toBuilder().setName(path).build(), new FileDescriptor[0]);
        FileDescriptorProto.Builder importing = FileDescriptorProto.newBuilder()
                .setName("orders.proto")
                .setSyntax("proto3")
                .addDependency(path)
                .addDependency("google/protobuf/timestamp.proto");
        importing
                .addMessageTypeBuilder()
                .setName("Order")
                .addFieldBuilder()
                .setName("row")
                .setNumber(1)
                .setTypeName(".shop.Row");
        importing
                .getMessageTypeBuilder(0)
                .addFieldBuilder()
                .setName("at")
                .setNumber(2)
                .setTypeName(".google.protobuf.Timestamp");
        Descriptor order = FileDescriptor.buildFrom(importing.build(), new FileDescriptor[] {
                    imported, Timestamp.getDescriptor().getFile()
                })
                .findMessageTypeByName("Order");
        return message(order, "row", message(imported.findMessageTypeByName("Row"), "id", 7L));
    }

    private void assertRefersTo(String path, String subject, byte[] bytes) throws Exception {
        JsonNode references = JSON.readTree(registry.get("/subjects/" + topic + "-value/versions/1"))
                .path("references");
        assertThat(references).hasSize(1);
        assertThat(references.get(0).path("name").asText()).isEqualTo(path);
        assertThat(references.get(0).path("subject").asText()).isEqualTo(subject);
        assertThat(references.get(0).path("version").asInt()).isEqualTo(1);
        assertThat(ProtobufSerdeIT.<Message>deserializer()
                        .deserialize(topic, bytes)
                        .toString())
                .isEqualTo("row {\n  id: 7\n}\n");
    }

    @Test
    void registersWhatAFileImports() throws Exception {
        // Given
        String path = "imports/" + UUID.randomUUID() + ".proto";
        DynamicMessage order = order(path);

        // When
        byte[] bytes = serializer().serialize(topic, order);

        // Then
        assertRefersTo(path, path, bytes);
        assertThat(serializer("auto.register.schemas", "false").serialize(topic, order))
                .isEqualTo(bytes);
    }

    @Test
    void registersWhatAFileImportsUnderAQualifiedName() throws Exception {
        // Given
        String name = "imports.deep.n" + UUID.randomUUID();
        String path = name.replace('.', '/') + ".proto";
        String key = "reference.subject.name.strategy";
        String strategy = "io.confluent.kafka.serializers.subject.QualifiedReferenceSubjectNameStrategy";

        // When
        byte[] bytes = serializer(key, strategy).serialize(topic, order(path));

        // Then
        assertRefersTo(path, name, bytes);
        assertThat(registry.get("/subjects/" + name + "/versions")).isEqualTo("[1]");
        assertThat(serializer(key, strategy, "auto.register.schemas", "false").serialize(topic, order(path)))
                .isEqualTo(bytes);
        assertThatThrownBy(() -> serializer(key, "my.own.Strategy"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("QualifiedReferenceSubjectNameStrategy");
    }

    /** Confluent's clients declare them, and the registry makes maps of that where no position depends on it. */
    @Test
    void mapsAreRegisteredAsMaps() throws Exception {
        // When
        serializer().serialize(topic, message(rowType, "id", 7L));

        // Then
        String text = JSON.readTree(registry.get("/subjects/" + topic + "-value/versions/1"))
                .path("schema")
                .asText();
        assertThat(text).contains("map<string, int32> counts = 1;").doesNotContain("CountsEntry", "map_entry");
        assertThat(ProtobufSchema.of(StoredSchema.of(text))
                        .message(List.of(0))
                        .findFieldByName("counts")
                        .isMapField())
                .isTrue();
    }

    @Test
    void namesSubjectsByTheMessage() throws Exception {
        serializer("value.subject.name.strategy", "TopicRecordNameStrategy")
                .serialize(topic, message(file.findMessageTypeByName("Other"), "name", "x"));
        assertThat(registry.get("/subjects/" + topic + "-shop.Other/versions")).isEqualTo("[1]");
    }

    @Test
    void findsTheSchemaAndTheWayInAHeader() throws Exception {
        // Given
        byte[] bytes = serializer().serialize(topic, message(file.findMessageTypeByName("Other"), "name", "x"));
        UUID guid = UUID.fromString(JSON.readTree(registry.get("/subjects/" + topic + "-value/versions/1"))
                .path("guid")
                .asText());
        byte[] header = ByteBuffer.allocate(19)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .put(new byte[] {2, 2})
                .array();
        RecordHeaders headers = new RecordHeaders();
        headers.add("__value_schema_id", header);
        byte[] bare = Arrays.copyOfRange(bytes, 7, bytes.length);

        // Then
        assertThat(ProtobufSerdeIT.<Message>deserializer()
                        .deserialize(topic, headers, bare)
                        .toString())
                .isEqualTo("name: \"x\"\n");
    }

    @Test
    void writesUnderTheRegistrysSchemaWhenAskedTo() {
        // Given
        byte[] first = serializer().serialize(topic, message(rowType, "id", 7L));
        KafkaProtobufSerializer<Message> latest = serializer(
                "auto.register.schemas", "false", "use.latest.version", "true", "latest.compatibility.strict", "false");

        // Then
        assertThat(latest.serialize(topic, message(rowType, "id", 7L))).isEqualTo(first);
        assertThatThrownBy(() -> latest.serialize(topic, Timestamp.getDefaultInstance()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("google.protobuf.Timestamp");
    }

    @Test
    void saysWhatIsWrongWithAPayload() {
        byte[] bytes = serializer().serialize(topic, message(rowType, "id", 7L));
        byte[] nowhere = bytes.clone();
        nowhere[5] = 2;
        nowhere[6] = 8;
        for (byte[] bad : new byte[][] {Arrays.copyOf(bytes, 5), Arrays.copyOf(bytes, 7), nowhere, {9, 9}}) {
            assertThatThrownBy(() -> ProtobufSerdeIT.<Message>deserializer().deserialize(topic, bad))
                    .isInstanceOf(SerializationException.class);
        }
    }
}
