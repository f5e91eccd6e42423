package io.millrace.gateway.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.registry.serde.any.AnySchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroEncoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORD = "{'type':'record','name':'R','fields':[{'name':'a','type':"
            + "{'type':'array','items':['null','bytes',{'type':'map','values':{'type':'fixed','name':'F','size':1}}]}}]}";

    private static byte[] encoded(String schema, String data) throws Exception {
        return new AvroEncoder(7, new Schema.Parser().parse(schema.replace('\'', '"')))
                .encode(JSON.readTree(data.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'bytes' | '\u017e'                                   | bytes are a text
            R       | {'a':[null,{'bytes':'x'},{'bytes':'\u017e'}]} | /a/2/bytes: bytes are a text
            R       | {'a':[{'map':{'k':{'F':'\u017e'}}}]}         | the data do not fit
            R       | {'a':[{'map':{'k':'\u017e'}}]}               | /a/0/map/k: bytes are a text
            """)
    void refusesCharactersThatAreNoBytes(String schema, String data, String why) {
        assertThatThrownBy(() -> encoded(schema.replace("R", RECORD), data))
                .isInstanceOf(HttpProblemException.class)
                .hasMessageContaining(why);
    }

    /** Each record has the next one twice, so that so many are two to the so many ways through the schema. */
    private static Schema doubling(int records) {
        String type = "\"bytes\"";
        String definition = type;
        for (int i = records; i > 0; i--) {
            definition = "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[{\"name\":\"a\",\"type\":"
                    + definition + "},{\"name\":\"b\",\"type\":" + type + "}]}";
            type = "\"R" + i + "\"";
        }
        return new Schema.Parser().parse(definition);
    }

    private static Encoder encoder(Schema schema) {
        return SchemaEncoders.of(new Schemas.Known(7, new AnySchema.Avro(schema), "s", 1));
    }

    @Test
    void refusesASchemaOfWhichAvroWouldMakeATrillionSymbols() {
        assertThatThrownBy(() -> encoder(doubling(40)))
                .isInstanceOf(HttpProblemException.class)
                .hasMessageContaining("records in records");
        Schema behindAnArray = Schema.createRecord(
                "A", null, null, false, List.of(new Schema.Field("items", Schema.createArray(doubling(40)))));
        assertThatThrownBy(() -> encoder(behindAnArray)).isInstanceOf(HttpProblemException.class);
    }

    @Test
    void looksAtNoMoreThanTheDataHave() throws Exception {
        JsonNode nothing = JSON.readTree("{}");
        Encoder encoder = encoder(doubling(12));
        assertThatThrownBy(() -> encoder.encode(nothing)).isInstanceOf(HttpProblemException.class);
    }

    @Test
    void onlyARecordThatMayEndHoldsItself() throws Exception {
        Schema endless = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"}]}");
        assertThatThrownBy(() -> encoder(endless)).isInstanceOf(HttpProblemException.class);

        String list = "{'type':'record','name':'R','fields':[{'name':'r','type':['null','R']}]}";
        assertThat(encoded(list, "{'r':{'R':{'r':null}}}")).endsWith(2, 0);
    }

    @Test
    void fieldsUnderTheirAliasesAreLookedAtToo() {
        String schema = "{'type':'record','name':'R','fields':[{'name':'a','aliases':['old'],'type':'bytes'}]}";
        assertThatThrownBy(() -> encoded(schema, "{'old':'\u017e'}"))
                .isInstanceOf(HttpProblemException.class)
                .hasMessageContaining("/old: bytes are a text");
    }

    @Test
    void takesEveryByteAsACharacter() throws Exception {
        byte[] encoded = encoded("'bytes'", "'\u0000\u007f\u00ff'".replace("\u0000", "\\u0000"));

        assertThat(Arrays.copyOfRange(encoded, 5, encoded.length))
                .isEqualTo("\u0000\u007f\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    }
}
