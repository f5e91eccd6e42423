package io.millrace.registry.serde.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.serde.RegistryFixture;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the converters of all formats do alike. */
class RegistryConverterIT {
    private static final String FORMATS = "io.millrace.registry.serde.converter.Formats#names";
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.Row")
            .field("id", Schema.INT64_SCHEMA)
            .build();

    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();
    private final Struct value = new Struct(ROW).put("id", 7L);

    private static RegistryConverter converter(String format, String... config) {
        return registry.converter(Formats.converter(format), config);
    }

    @ParameterizedTest
    @MethodSource(FORMATS)
    void convertsThereAndBackWithAnIdInFront(String format) {
        // When
        byte[] bytes = converter(format).fromConnectData(topic, ROW, value);
        SchemaAndValue read = converter(format).toConnectData(topic, bytes);

        // Then
        assertThat(bytes[0]).isZero();
        assertThat(((Struct) read.value()).getInt64("id")).isEqualTo(7L);
    }

    @ParameterizedTest
    @MethodSource(FORMATS)
    void nothingIsNothing(String format) {
        RegistryConverter converter = converter(format);
        assertThat(converter.fromConnectData(topic, null, null)).isNull();
        assertThat(converter.fromConnectData(topic, Schema.OPTIONAL_STRING_SCHEMA, null))
                .isNull();
        assertThat(converter.toConnectData(topic, null)).isEqualTo(SchemaAndValue.NULL);
    }

    @ParameterizedTest
    @MethodSource(FORMATS)
    void tellsWhatMayPassFromWhatIsWrong(String format) {
        RegistryConverter unreachable =
                converter(format, "schema.registry.url", "http://127.0.0.1:1", "max.retries", "0");
        assertThatThrownBy(() -> unreachable.fromConnectData(topic, ROW, value))
                .isInstanceOf(RetriableException.class)
                .hasMessageStartingWith("the " + format + " value for topic " + topic + " cannot be written: ")
                .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> unreachable.toConnectData(topic, new byte[] {0, 0, 0, 0, 99, 0}))
                .isInstanceOf(RetriableException.class)
                .hasMessageStartingWith("the " + format + " value of topic " + topic + " cannot be read: ");
        assertThatThrownBy(() ->
                        converter(format, "auto.register.schemas", "false").fromConnectData(topic, ROW, value))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("40401");
        assertThatThrownBy(() -> converter(format).toConnectData(topic, new byte[] {0, 0, 1, 0, 0, 0}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("40403");
        assertThatThrownBy(() -> converter(format).toConnectData(topic, new byte[] {9}))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("the " + format + " value of topic " + topic + " cannot be read: ")
                .hasMessageContaining("not written through a schema registry");
    }

    @ParameterizedTest
    @MethodSource(FORMATS)
    void canBeClosedAndConfiguredAgain(String format) {
        RegistryConverter converter = converter(format);
        byte[] before = converter.fromConnectData(topic, ROW, value);
        converter.close();
        converter.close();
        registry.converter(converter);
        assertThat(converter.fromConnectData(topic, ROW, value)).isEqualTo(before);
    }
}
