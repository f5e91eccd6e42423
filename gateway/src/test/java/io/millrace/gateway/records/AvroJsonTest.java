package io.millrace.gateway.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroJsonTest {
    private static final String EVERYTHING = """
            {"type":"record","name":"n.All","fields":[
             {"name":"no","type":"null"},
             {"name":"flag","type":"boolean"},
             {"name":"i","type":"int"},
             {"name":"l","type":"long"},
             {"name":"f","type":"float"},
             {"name":"d","type":"double"},
             {"name":"s","type":"string"},
             {"name":"b","type":"bytes"},
             {"name":"x","type":{"type":"fixed","name":"F","size":2}},
             {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},
             {"name":"u","type":["null","string","E"]},
             {"name":"a","type":{"type":"array","items":"int"}},
             {"name":"m","type":{"type":"map","values":["null","long"]}}]}""";

    private static Schema schema(String text) {
        return new Schema.Parser().parse(text);
    }

    private static byte[] binary(Schema schema, Object value) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().blockingBinaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    @Test
    void writesWhatAvrosOwnEncodingInJsonDoes() throws Exception {
        Schema schema = schema(EVERYTHING);
        Schema symbols = schema.getField("e").schema();
        Object value = new GenericRecordBuilder(schema)
                .set("no", null)
                .set("flag", true)
                .set("i", Integer.MIN_VALUE)
                .set("l", Long.MAX_VALUE)
                .set("f", 1.5f)
                .set("d", -0.1d)
                .set("s", "ä\"")
                .set("b", ByteBuffer.wrap(new byte[] {0, (byte) 0xff}))
                .set("x", new GenericData.Fixed(schema.getField("x").schema(), new byte[] {1, 2}))
                .set("e", new GenericData.EnumSymbol(symbols, "B"))
                .set("u", new GenericData.EnumSymbol(symbols, "A"))
                .set("a", List.of(1, 2, 3))
                .set("m", Map.of("k", 5L))
                .build();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().jsonEncoder(schema, json);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();

        assertThat(AvroJson.read(schema, binary(schema, value), 0).toString())
                .isEqualTo(json.toString(StandardCharsets.UTF_8));
    }

    @Test
    void readsBytesThatAreTheWholeValueWithoutTheirLength() {
        assertThat(AvroJson.read(schema("\"bytes\""), new byte[] {9, 9, 0x41, 0x42}, 2)
                        .toString())
                .isEqualTo("\"AB\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "long"                               | ``                     | ends before
            "double"                             | 0000                   | ends before
            "long"                               | ffffffffffffffffffffff | longer than a long
            "int"                                | feffffff7f             | where its schema has an int
            "string"                             | feffffff0f41           | announces
            "string"                             | 01                     | announces -1 bytes
            {"type":"fixed","name":"F","size":2000000000} | 00            | announces 2000000000 bytes
            {"type":"array","items":"null"}      | feffffff0f             | items with 0 bytes to come
            {"type":"array","items":"null"}      | d00fd00f00             | announces 1000 items
            {"type":"map","values":"null"}       | feffffff0f00           | items with 1 bytes
            {"type":"array","items":"long"}      | ffffffffffffffffff01   | ends before
            {"type":"enum","name":"E","symbols":["A"]} | 02               | names 1 of 1 symbols
            ["null"]                             | 01                     | names -1 of 1 branches
            """)
    void refusesWhatCannotBe(String schema, String bytes, String message) {
        byte[] payload = HexFormat.of().parseHex(bytes);

        assertThatThrownBy(() -> AvroJson.read(schema(schema), payload, 0))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        Schema schema = schema("""
                {"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}""");
        byte[] payload = new byte[1_000_000];
        java.util.Arrays.fill(payload, (byte) 2);

        assertThatThrownBy(() -> AvroJson.read(schema, payload, 0)).hasMessageContaining("nested deeper than 200");
    }

    @Test
    void refusesWhatWouldBeFarLongerThanItsBytes() {
        Schema schema = schema("""
                {"type":"array","items":{"type":"record","name":"R","fields":[
                 {"name":"%s","type":"boolean"}]}}""".formatted("f".repeat(10_000)));
        byte[] payload = new byte[100_003];
        payload[0] = (byte) 0xc0;
        payload[1] = (byte) 0x9a;
        payload[2] = 12;

        assertThatThrownBy(() -> AvroJson.read(schema, payload, 0)).hasMessageContaining("characters of JSON");
    }
}
