package io.millrace.registry.serde.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufDocumentsTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final String TEXT = """
            syntax = "proto3";
            package shop;
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/duration.proto";
            import "google/protobuf/struct.proto";
            import "google/protobuf/wrappers.proto";

            message Order {
              int64 order_id = 1;
              string note = 2;
              repeated Line lines = 3;
              map<uint32, Line> by_number = 4;
              Color color = 5;
              bytes raw = 6;
              uint64 total = 7;
              google.protobuf.Timestamp at = 8;
              google.protobuf.Duration took = 9;
              google.protobuf.Struct more = 10;
              google.protobuf.UInt64Value limit = 11;
              oneof way {
                string road = 12;
                int32 rail = 13;
              }
              double price = 14;
              optional int32 tip = 15;
              message Line {
                int32 count = 1;
              }
              enum Color {
                NONE = 0;
                RED = 1;
              }
            }
            """;

    private static final Registered<ProtobufSchema> ORDER =
            new Registered<>(7, ProtobufSchema.of(StoredSchema.of(TEXT)));

    private static byte[] write(String document) throws IOException {
        return ProtobufDocuments.write(ORDER, JSON.readTree(document));
    }

    private static JsonNode read(ProtobufSchema schema, byte[] bytes) {
        return ProtobufDocuments.read(schema, WireFormat.find(new RecordHeaders(), false, bytes), bytes);
    }

    @Test
    void writesTheIdTheWayAndTheMessage() throws IOException {
        assertThat(write("{\"orderId\":\"300\",\"note\":\"n\"}"))
                .isEqualTo(HexFormat.of().parseHex("0000000007" + "00" + "08ac02" + "12016e"));
        assertThat(write("{\"order_id\":300}")).isEqualTo(write("{\"orderId\":3.0e2}"));
    }

    @Test
    void whatIsWrittenIsReadAsItWas() throws IOException {
        // Given
        String document = """
                {"orderId":"9223372036854775807","note":"ü","lines":[{"count":1},{"count":-2}],"byNumber":{"4294967295":{"count":3}},\
                "color":"RED","raw":"/wA=","total":"18446744073709551615","at":"2026-01-31T12:00:00.000000001Z","took":"1.500s",\
                "more":{"a":[1.0,null,{"b":true}]},"limit":"5","rail":0,"price":1.5,"tip":0}""";

        // When
        JsonNode shown = read(ORDER.schema(), write(document));

        // Then
        assertThat(shown.toString()).isEqualTo(document);
    }

    @Test
    void whatIsNotThereIsShownWithItsDefaultWhereItCannotBeToldApart() throws IOException {
        assertThat(read(ORDER.schema(), write("{}")).toString())
                .isEqualTo(
                        "{\"orderId\":\"0\",\"note\":\"\",\"lines\":[],\"byNumber\":{},\"color\":\"NONE\",\"raw\":\"\","
                                + "\"total\":\"0\",\"price\":0.0}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            17                                                   | schema 7: Expect message object
            {"x":1}                                              | schema 7: /x: Cannot find field: x
            {"a/b~c":1}                                          | schema 7: /a~1b~0c: Cannot find field
            {"note":1,"lines":[{},{"count":"many"}]}             | schema 7: /lines/1/count: Not an int32
            {"lines":{"count":1}}                                | schema 7: /lines: Expected an array
            {"lines":[null]}                                     | schema 7: /lines/0: Repeated field elements cannot be null
            {"byNumber":{"1":{"count":1},"2":{"count":2.5}}}     | schema 7: /byNumber/2/count: Not an int32
            {"byNumber":{"-1":{}}}                               | schema 7: /byNumber/-1: Out of range uint32
            {"color":"BLUE"}                                     | schema 7: /color: Invalid enum value: BLUE
            {"raw":"*"}                                          | schema 7: /raw:
            {"total":-1}                                         | schema 7: /total: Out of range uint64
            {"at":"soon"}                                        | schema 7: /at: Failed to parse timestamp
            {"took":"long"}                                      | schema 7: /took:
            {"limit":{"value":1}}                                | schema 7: /limit:
            {"road":"a","rail":1}                                | schema 7: Cannot set field shop.Order.rail
            {"orderId":1,"order_id":2}                           | schema 7: Field shop.Order.order_id has already been set
            """)
    void saysWhereADocumentDoesNotFitAndWhy(String document, String message) {
        assertThatThrownBy(() -> write(document))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"total\":\"1e999999999\"}",
                "{\"total\":1e999999999}",
                "{\"limit\":\"1e999999999\"}",
                "{\"byNumber\":{\"1e999999999\":{}}}",
                "{\"orderId\":\"1e-999999999\"}",
                "{\"lines\":[{\"count\":\"1E+00000\"}]}",
            })
    void refusesNumbersThatTakeLongToRead(String document) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(120), () -> assertThatThrownBy(() -> write(document))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("the number has more digits than are read"));
    }

    @Test
    void refusesLongNumbersAndTakesLongTexts() throws IOException {
        String digits = "1".repeat(1_001);
        for (String name : new String[] {"orderId", "total", "price", "color", "rail", "tip", "limit"}) {
            assertThatThrownBy(() -> write("{\"" + name + "\":\"" + digits + "\"}"))
                    .hasMessageContaining("/" + name + ": the number has more digits");
        }
        assertThat(write("{\"note\":\"" + digits + "\"}")).hasSizeGreaterThan(1_001);
        assertThat(write("{\"note\":\"1e999999999\"}")).isNotEmpty();
    }

    @Test
    void goesNoDeeperThanTheLibrary() {
        String deep = "{\"more\":" + "{\"a\":".repeat(150) + "1" + "}".repeat(150) + "}";
        assertThatThrownBy(() -> write(deep))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("/more");
    }

    @Test
    void refusesTypesThatPretendToBeOnesOfProtobufsOwn() throws IOException {
        ProtobufSchema pretender = ProtobufSchema.of(StoredSchema.of("""
                syntax = "proto3";
                package google.protobuf;
                message UInt64Value { uint64 value = 1; }
                """));
        assertThatThrownBy(() -> ProtobufDocuments.write(new Registered<>(1, pretender), JSON.readTree("1")))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("google.protobuf.UInt64Value of its own");
    }

    @Test
    void refusesASchemaWithoutMessages() {
        Registered<ProtobufSchema> none =
                new Registered<>(3, ProtobufSchema.of(StoredSchema.of("syntax = \"proto3\"; enum E { A = 0; }")));
        assertThatThrownBy(() -> ProtobufDocuments.write(none, JSON.readTree("{}")))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("schema 3 declares no message");
    }

    @Test
    void saysWhichFieldsOfProto2AreMissing() {
        Registered<ProtobufSchema> schema = new Registered<>(4, ProtobufSchema.of(StoredSchema.of("""
                syntax = "proto2";
                message M { required int32 a = 1; optional int32 b = 2 [default = 5]; }
                """)));
        assertThatThrownBy(() -> ProtobufDocuments.write(schema, JSON.readTree("{\"b\":1}")))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("missing required fields: a");
    }

    @Test
    void showsTheMessageThatTheRecordNames() throws IOException {
        ProtobufSchema line = ORDER.schema().meaning("shop.Order.Line");
        byte[] bytes = ProtobufDocuments.write(new Registered<>(7, line), JSON.readTree("{\"count\":3}"));

        assertThat(Arrays.copyOf(bytes, 8)).isEqualTo(HexFormat.of().parseHex("0000000007" + "040000"));
        assertThat(read(ORDER.schema(), bytes).toString()).isEqualTo("{\"count\":3}");
    }

    @Test
    void refusesBytesThatAreNoMessageOrCannotBeShown() throws IOException {
        byte[] cut = HexFormat.of().parseHex("0000000007" + "00" + "12057f");
        byte[] late = HexFormat.of().parseHex("0000000007" + "00" + "420b08ffffffffffffffff7f10");
        byte[] farAway = HexFormat.of().parseHex("0000000007" + "00" + "420a08ffffffffffffffff7f");
        for (byte[] each : new byte[][] {cut, late, farAway}) {
            assertThatThrownBy(() -> read(ORDER.schema(), each)).isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void boundsTheTextThatFewBytesStandFor() throws IOException {
        // Given
        String name = "a_field_with_quite_a_long_name_of_which_there_is_one_in_each_of_many_messages";
        StringBuilder text =
                new StringBuilder("syntax = \"proto3\"; message All { repeated One ones = 1; } message One {");
        for (int i = 1; i <= 100; i++) {
            text.append(" int32 ")
                    .append(name)
                    .append(i)
                    .append(" = ")
                    .append(i)
                    .append(';');
        }
        ProtobufSchema schema =
                ProtobufSchema.of(StoredSchema.of(text.append('}').toString()));
        byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex("000000000700"), 6 + 2 * 5_000);
        for (int i = 6; i < bytes.length; i += 2) {
            bytes[i] = 0x0a;
        }

        // Then
        assertThatThrownBy(() -> read(schema, bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("longer than " + (16 << 20) + " characters");
        assertThat(read(schema, Arrays.copyOf(bytes, 6 + 2 * 50)).path("ones")).hasSize(50);
    }
}
