package io.millrace.registry.serde.json.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.registry.serde.json.JsonSchema;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers fit, and which alternative of a union a value is of; in texts of JSON ' stands for ". */
class ValueFitTest {
    private static final ObjectMapper DOUBLES = new ObjectMapper();
    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final JsonMappingConfig NUMERIC = JsonMappingConfig.of(Map.of("decimal.format", "NUMERIC"));

    private static Schema schema(String text) {
        return new SchemaReader(NUMERIC, new References(JsonSchema.parse(text.replace('\'', '"')))).read();
    }

    private static Object value(Schema schema, String text) throws Exception {
        return ValueReader.read(schema, EXACT.readTree(text.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT64,1e400", "FLOAT64,-1e400", "FLOAT32,1e39", "FLOAT32,1e400", "INT64,1e400"})
    void aNumberBeyondItsTypeIsRefusedAndNotInfinite(Schema.Type type, String number) throws Exception {
        for (ObjectMapper mapper : new ObjectMapper[] {DOUBLES, EXACT}) {
            JsonNode json = mapper.readTree(number);
            assertThatThrownBy(() -> ValueReader.read(new SchemaBuilder(type).build(), json))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(type.name());
        }
        assertThat(value(Schema.FLOAT32_SCHEMA, "1e38")).isEqualTo(1e38f);
        assertThat(value(Schema.FLOAT64_SCHEMA, "1e308")).isEqualTo(1e308);
    }

    @ParameterizedTest
    @CsvSource({"12.3,12.30", "12,12.00", "12.300,12.30", "1e3,1000.00", "0e999999999,0.00", "-0.01,-0.01"})
    void aDecimalGetsTheScaleOfItsSchema(String number, BigDecimal decimal) throws Exception {
        assertThat(value(Decimal.schema(2), number)).isEqualTo(decimal);
    }

    @ParameterizedTest
    @CsvSource({
        "12.345, scale of its decimal",
        "1e-999999999, scale of its decimal",
        "0.001, scale of its decimal",
        "1e999, 1002 digits",
        "1e999999999, digits",
    })
    void aDecimalThatDoesNotFitItsSchemaIsRefused(String number, String said) {
        assertThatThrownBy(() -> value(Decimal.schema(2), number))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(said);
    }

    @Test
    void aDecimalOfNoBytesOrOfNoScaleIsRefused() {
        assertThatThrownBy(() -> value(Decimal.schema(2), "''")).isInstanceOf(DataException.class);
        Schema without = SchemaBuilder.bytes().name(Decimal.LOGICAL_NAME).build();
        assertThatThrownBy(() -> value(without, "1"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'scale'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASE64", "NUMERIC"})
    void aDecimalOfAnotherScaleIsNotWritten(String format) {
        ValueWriter values = new ValueWriter(JsonMappingConfig.of(Map.of("decimal.format", format)));
        assertThatThrownBy(() -> values.write(Decimal.schema(2), new BigDecimal("1.234")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("scale");
    }

    @Test
    void aValueOfAnotherSizeIsNotWritten() {
        ValueWriter values = new ValueWriter(NUMERIC);
        assertThatThrownBy(() -> values.write(Schema.INT16_SCHEMA, 70_000))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Integer");
        assertThatThrownBy(() -> values.write(Schema.INT8_SCHEMA, (short) 200)).isInstanceOf(DataException.class);
        assertThat(values.write(Schema.INT16_SCHEMA, (short) -7)).hasToString("-7");
        assertThat(values.write(Schema.INT8_SCHEMA, (byte) 7)).hasToString("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':['integer','string']} | 1.0 | 0",
                "{'type':['integer','number']} | 1.0 | 1",
                "{'type':['integer','string']} | 'x' | 1",
                "{'oneOf':[{'type':'string'},{'title':'org.apache.kafka.connect.data.Decimal','type':'number',"
                        + "'connect.type':'bytes','connect.parameters':{'scale':'2'}}]} | 5 | 1",
                "{'oneOf':[{'title':'org.apache.kafka.connect.data.Decimal','type':'number',"
                        + "'connect.type':'bytes','connect.parameters':{'scale':'2'}},{'type':'integer'}]} | 5 | 1",
                "{'oneOf':[{'type':'string'},{'type':'object','properties':{'a':{'type':['null','string']}}}]} | {} | 1",
                "{'oneOf':[{'type':'object','properties':{'a':{'type':'string'}}},{'type':'object',"
                        + "'properties':{'b':{'type':'string','default':'d'}}}]} | {} | 1",
            })
    void aUnionTakesTheAlternativeThatFits(String union, String document, int alternative) throws Exception {
        Struct value = (Struct) value(schema(union), document);
        assertThat(value.get(JsonNames.ONE_OF_FIELD + alternative)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "{'other':1}", "true", "1e400"})
    void aUnionTakesNothingElse(String document) {
        Schema union = schema("{'oneOf':[{'type':'integer'},{'type':'object','properties':{'a':{'type':'string'}}}]}");
        assertThatThrownBy(() -> value(union, document)).isInstanceOf(DataException.class);
    }
}
