package io.millrace.gateway.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.gateway.http.HttpProblemException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines read into records. */
class LineReaderTest {
    private final LineReader reader = new LineReader("The line", 3, LineSides::string, LineSides::json);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1.50",
                "12345678901234567890.10E+2",
                "true",
                "false",
                "\"\"",
                "\"a\\\"}\\n{\"",
                "\"ä\u20ac\ud83d\ude00\"",
                "{}",
                "[ ]",
                "{\"a\": [1, {\"b\":\"}\"}]}",
                "\"\\ud800\""
            })
    void keepsJsonByteForByte(String data) {
        String before = "{\"value\":" + data + ",\"key\":\"k\"}";
        String after = "{ \"key\" : \"k\" , \"value\" :\t" + data + " } ";

        for (String line : new String[] {before, after, "\ufeff" + before}) {
            // The line lies somewhere in a larger array.
            byte[] bytes = ("xx" + line + "yy").getBytes(StandardCharsets.UTF_8);
            Draft draft = reader.read(bytes, 2, bytes.length - 4);

            assertThat(new String(draft.value(), StandardCharsets.UTF_8)).isEqualTo(data);
            assertThat(draft.key()).containsExactly('k');
        }
    }

    @Test
    void takesWhatIsNotThereForNull() {
        Draft none = read("{}");
        Draft nulls = read("{\"key\":null,\"value\":null,\"partition\":null,\"headers\":null,\"timestamp\":null}");

        for (Draft each : new Draft[] {none, nulls}) {
            assertThat(each.key()).isNull();
            assertThat(each.value()).isNull();
            assertThat(each.partition()).isNull();
            assertThat(each.timestampMs()).isNull();
            assertThat(each.headers()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"value":1}x                 | 400   | The line is not valid JSON
            {"value":1}{"value":2}       | 400   | something behind
            {"value":1,"value":2}        | 400   | The line is not valid JSON
            {"value":{"a":1,"a":2}}      | 400   | The line is not valid JSON
            {"value":                    | 400   | The line is not valid JSON
            {"value":01}                 | 400   | The line is not valid JSON
            {"value":NaN}                | 400   | The line is not valid JSON
            {"value":"\\x"}              | 400   | The line is not valid JSON
            [1]                          | 400   | The line is not a JSON object
            7                            | 400   | The line is not a JSON object
            {"key":1}                    | 42206 | a string, not a number
            {"offset":1}                 | 422   | Unrecognized field: offset
            {"partition":3}              | 40402 | there are 3
            {"partition":"1"}            | 400   | partition is a number
            {"timestamp":1e3}            | 400   | timestamp is a time
            {"timestamp":99999999999999999999} | 400 | timestamp is a time
            {"headers":{}}               | 400   | headers is an array
            """)
    void saysWhatIsWrong(String line, int code, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOfSatisfying(
                        HttpProblemException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesOtherEncodings(String name) {
        byte[] line = "{\"value\":1}".getBytes(Charset.forName(name));

        assertThatThrownBy(() -> reader.read(line, 0, line.length)).hasMessageContaining("not valid UTF-8");
    }

    @Test
    void refusesBytesThatAreNoCharacters() {
        byte[] tooLong = {'{', '"', 'v', 'a', 'l', 'u', 'e', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'};
        byte[] cut = {'{', '"', 'v', 'a', 'l', 'u', 'e', '"', ':', '"', (byte) 0xe2, (byte) 0x82, '"', '}'};

        for (byte[] line : new byte[][] {tooLong, cut}) {
            assertThatThrownBy(() -> reader.read(line, 0, line.length))
                    .isInstanceOfSatisfying(HttpProblemException.class, e -> assertThat(e.code())
                            .isEqualTo(400));
        }
    }

    @Test
    void refusesToGoDeep() {
        assertThatThrownBy(() -> read("{\"value\":" + "[".repeat(300) + "]".repeat(300) + "}"))
                .hasMessageContaining("not valid JSON");
    }

    private Draft read(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }
}
