package io.millrace.registry.serde.json.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.connect.json.JsonSchemaConverter;
import io.millrace.registry.serde.RegistryFixture;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JsonSchemaConverterIT {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.Row")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    private static JsonSchemaConverter converter(String... config) {
        return registry.converter(new JsonSchemaConverter(), config);
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
    }

    @Test
    void writesUnderTheRegistrysSchemaWhenAskedTo() {
        // Given
        byte[] first = converter().fromConnectData(topic, ROW, new Struct(ROW).put("id", 1L));
        JsonSchemaConverter latest = converter("auto.register.schemas", "false", "use.latest.version", "true");

        // When
        byte[] plain = latest.fromConnectData(topic, null, Map.of("id", 2));

        // Then
        assertThat(plain).startsWith(Arrays.copyOf(first, 5));
        assertThatThrownBy(() -> converter().fromConnectData(topic, null, Map.of("id", 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("carries no schema");
        assertThatThrownBy(() -> latest.fromConnectData(topic, Schema.STRING_SCHEMA, "x"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("latest.compatibility.strict");
    }
}
