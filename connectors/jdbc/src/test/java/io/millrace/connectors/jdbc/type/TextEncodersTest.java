package io.millrace.connectors.jdbc.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncodersTest {
    private final TextEncoders encoders = new TextEncoders(ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "0,1970-01-01",
        "-719163,0001-12-31 BC",
        "-719162,0001-01-01",
        "-622191234,infinity",
        "2146033979,infinity",
        "622191098,-infinity",
        "2145042905,5874897-12-31",
        "-2440588,4714-11-24 BC"
    })
    void writesDatesOfEveryAge(int days, String expected) {
        String text = encoders.of(named(Schema.Type.INT32, SemanticTypes.DATE), SqlType.of("date"))
                .encode(days);
        assertThat(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0,1970-01-01 00:00:00",
        "-1,1969-12-31 23:59:59.999999",
        "1500,1970-01-01 00:00:00.001500",
        "9223372036854775807,infinity",
        "9223372036825200000,infinity",
        "-9223372036832400000,-infinity",
        "-9223372036854775808,-infinity",
        "-63517780800000000,0044-03-15 12:00:00 BC"
    })
    void writesTimestampsOfEveryAge(long micros, String expected) {
        assertThat(encoders.of(
                                named(Schema.Type.INT64, SemanticTypes.MICRO_TIMESTAMP),
                                SqlType.of("timestamp without time zone"))
                        .encode(micros))
                .isEqualTo(expected);
    }

    @Test
    void keepsTheHourTwentyFour() {
        assertThat(encoders.of(named(Schema.Type.INT64, SemanticTypes.MICRO_TIME), SqlType.of("time without time zone"))
                        .encode(86_400_000_000L))
                .isEqualTo("24:00:00");
    }

    @Test
    void turnsInstantsIntoTheWallClockOfTheZoneWhereTheColumnHasNone() {
        // Given
        Schema schema = named(Schema.Type.STRING, SemanticTypes.ZONED_TIMESTAMP);

        // Then
        assertThat(encoders.of(schema, SqlType.of("timestamp with time zone")).encode("2020-07-01T10:00:00Z"))
                .isEqualTo("2020-07-01T10:00:00Z");
        assertThat(encoders.of(schema, SqlType.of("timestamp without time zone"))
                        .encode("2020-07-01T10:00:00.5Z"))
                .isEqualTo("2020-07-01 12:00:00.500000");
        assertThat(encoders.of(schema, SqlType.of("timestamp with time zone")).encode("-0043-03-15T12:00:00Z"))
                .isEqualTo("0044-03-15 12:00:00+00 BC");
        assertThat(encoders.of(schema, SqlType.of("timestamp with time zone")).encode("infinity"))
                .isEqualTo("infinity");
        assertThat(encoders.of(Timestamp.SCHEMA, SqlType.of("timestamp without time zone"))
                        .encode(java.util.Date.from(Instant.parse("2020-07-01T10:00:00Z"))))
                .isEqualTo("2020-07-01 12:00:00");
    }

    @Test
    void keepsEveryDigitOfNumbers() {
        // Given
        SqlType numeric = SqlType.of("numeric");
        Schema variable = SchemaBuilder.struct()
                .name(SemanticTypes.VARIABLE_SCALE_DECIMAL)
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();

        // Then
        assertThat(encoders.of(Decimal.schema(9), numeric).encode(new BigDecimal("12345678901234567890.123456789")))
                .isEqualTo("12345678901234567890.123456789");
        assertThat(encoders.of(variable, numeric)
                        .encode(new Struct(variable)
                                .put("scale", 3)
                                .put("value", new BigInteger("-1234567").toByteArray())))
                .isEqualTo("-1234.567");
        assertThat(encoders.of(Schema.STRING_SCHEMA, numeric).encode("NAN")).isEqualTo("NaN");
        assertThat(encoders.of(Schema.STRING_SCHEMA, numeric).encode("NEGATIVE_INFINITY"))
                .isEqualTo("-Infinity");
        assertThat(encoders.of(Schema.STRING_SCHEMA, SqlType.TEXT).encode("NAN"))
                .isEqualTo("NAN");
    }

    @Test
    void writesBitsFromLowestByteFirst() {
        // Given
        Schema bits = SchemaBuilder.bytes()
                .name(SemanticTypes.BITS)
                .parameter("length", "10")
                .build();

        // Then
        assertThat(encoders.of(bits, SqlType.of("bit", 10)).encode(new byte[] {(byte) 0x03, 0x02}))
                .isEqualTo("1000000011");
        assertThat(encoders.of(Schema.BOOLEAN_SCHEMA, SqlType.of("bit", 1)).encode(true))
                .isEqualTo("1");
    }

    @Test
    void writesArraysWithNullsQuotesAndDimensions() {
        // Given
        Schema texts = SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build();
        Schema nested = SchemaBuilder.array(
                        SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                .build();

        // Then
        assertThat(encoders.of(texts, SqlType.TEXT.arrayOf()).encode(Arrays.asList("a", null, "q\"\\", "NULL", "")))
                .isEqualTo("{\"a\",NULL,\"q\\\"\\\\\",\"NULL\",\"\"}");
        assertThat(encoders.of(nested, SqlType.of("integer").arrayOf()).encode(List.of(List.of(1, 2), List.of(3, 4))))
                .isEqualTo("{{\"1\",\"2\"},{\"3\",\"4\"}}");
        assertThat(encoders.of(texts, SqlType.JSONB).encode(Arrays.asList("a", null)))
                .isEqualTo("[\"a\",null]");
    }

    @Test
    void writesBytesAndStructuresAndMaps() {
        // Given
        Schema struct = SchemaBuilder.struct()
                .field("a", Schema.INT32_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                .build();

        // Then
        assertThat(encoders.of(Schema.BYTES_SCHEMA, SqlType.BYTEA).encode(ByteBuffer.wrap(new byte[] {0, -1})))
                .isEqualTo("\\x00ff");
        assertThat(encoders.of(struct, SqlType.JSONB)
                        .encode(new Struct(struct).put("a", 1).put("b", "x\"\n")))
                .isEqualTo("{\"a\":1,\"b\":\"x\\\"\\u000a\"}");
        assertThat(encoders.of(map, SqlType.of("hstore")).encode(Map.of("k", "v\"")))
                .isEqualTo("\"k\"=>\"v\\\"\"");
    }

    @Test
    void refusesTextThatTheTargetCannotHold() {
        // Given
        TextEncoder text = encoders.of(Schema.STRING_SCHEMA, SqlType.TEXT);

        // Then
        assertThat(text.encode("𝄞")).isEqualTo("𝄞");
        assertThatThrownBy(() -> text.encode("a\0b")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> text.encode("a\ud800")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> text.encode("\udc00a")).isInstanceOf(DataException.class);
    }

    private static Schema named(Schema.Type type, String name) {
        return SchemaBuilder.type(type).name(name).build();
    }
}
