package io.millrace.gateway.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.gateway.http.HttpProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    @Test
    void takesEveryByteAsACharacter() throws Exception {
        byte[] encoded = encoded("'bytes'", "'\u0000\u007f\u00ff'".replace("\u0000", "\\u0000"));

        assertThat(Arrays.copyOfRange(encoded, 5, encoded.length))
                .isEqualTo("\u0000\u007f\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    }
}
