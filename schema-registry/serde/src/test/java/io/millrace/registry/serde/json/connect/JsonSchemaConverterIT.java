package io.millrace.registry.serde.json.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.connect.json.JsonSchemaConverter;
import io.millrace.registry.serde.RegistryFixture;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JsonSchemaConverterIT {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.Row")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static RegistryFixture registry;

    private final String topic = "t-" + UUID.randomUUID();

    @BeforeAll
    static void startRegistry() {
        registry = new RegistryFixture();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    private static JsonSchemaConverter converter(String... config) {
        JsonSchemaConverter converter = new JsonSchemaConverter();
        converter.configure(registry.config(config), false);
        return converter;
    }

    @Test
    void convertsThereAndBackThroughTheRegistry() throws Exception {
        // Given
        JsonSchemaConverter converter = converter();
        Struct value = new Struct(ROW).put("id", 7L).put("note", "x");

        // When
        byte[] bytes = converter.fromConnectData(topic, ROW, value);
        SchemaAndValue read = converter().toConnectData(topic, bytes);

        // Then
        assertThat(bytes[0]).isZero();
        assertThat(new String(bytes, 5, bytes.length - 5, StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":7,\"note\":\"x\"}");
        assertThat(read).isEqualTo(new SchemaAndValue(ROW, value));
        assertThat(new ObjectMapper()
                        .readTree(registry.get("/subjects/" + topic + "-value/versions/latest"))
                        .path("schemaType")
                        .asText())
                .isEqualTo("JSON");
        assertThat(converter.fromConnectData(topic, null, null)).isNull();
        assertThat(converter.fromConnectData(topic, Schema.OPTIONAL_STRING_SCHEMA, null))
                .isNull();
        assertThat(converter.toConnectData(topic, null)).isEqualTo(SchemaAndValue.NULL);
    }

    @Test
    void writesUnderTheRegistrysSchemaWhenAskedTo() {
        // Given
        byte[] first = converter().fromConnectData(topic, ROW, new Struct(ROW).put("id", 1L));
        JsonSchemaConverter latest = converter("auto.register.schemas", "false", "use.latest.version", "true");

        // When
        byte[] plain = latest.fromConnectData(topic, null, Map.of("id", 2));

        // Then
        assertThat(plain).startsWith(java.util.Arrays.copyOf(first, 5));
        assertThatThrownBy(() -> converter().fromConnectData(topic, null, Map.of("id", 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("carries no schema");
        assertThatThrownBy(() -> latest.fromConnectData(topic, Schema.STRING_SCHEMA, "x"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("latest.compatibility.strict");
    }

    @Test
    void tellsWhatMayPassFromWhatIsWrong() {
        JsonSchemaConverter unreachable = converter("schema.registry.url", "http://127.0.0.1:1", "max.retries", "0");
        assertThatThrownBy(() -> unreachable.fromConnectData(topic, ROW, new Struct(ROW).put("id", 1L)))
                .isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> converter().toConnectData(topic, new byte[] {0, 0, 0, 0, 99, '1'}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("40403");
        assertThatThrownBy(() -> converter().toConnectData(topic, new byte[] {9}))
                .isInstanceOf(DataException.class);
    }

    @Test
    void isFoundAsAConverter() {
        assertThat(ServiceLoader.load(Converter.class).stream()
                        .map(provider -> provider.type().getName()))
                .contains(
                        "io.confluent.connect.json.JsonSchemaConverter",
                        "io.millrace.registry.serde.json.connect.JsonSchemaConverter");
    }

    @Test
    void canBeClosedAndConfiguredAgain() {
        JsonSchemaConverter converter = converter();
        byte[] before = converter.fromConnectData(topic, ROW, new Struct(ROW).put("id", 1L));
        converter.close();
        converter.close();
        converter.configure(registry.config(), false);
        assertThat(converter.fromConnectData(topic, ROW, new Struct(ROW).put("id", 1L)))
                .isEqualTo(before);
    }
}
