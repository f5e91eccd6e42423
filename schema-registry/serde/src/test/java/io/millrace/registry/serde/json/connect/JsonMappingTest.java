package io.millrace.registry.serde.json.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.registry.serde.connect.RandomConnect;
import io.millrace.registry.serde.json.JsonSchema;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas and values between Connect and JSON; in texts of JSON ' stands for ". */
class JsonMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema NOTED = SchemaBuilder.string()
            .name("my.Str")
            .version(3)
            .doc("docs")
            .parameter("k", "v")
            .defaultValue("x")
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.Row")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema UNION = SchemaBuilder.struct()
            .name(JsonNames.ONE_OF)
            .field(JsonNames.ONE_OF_FIELD + 0, Schema.OPTIONAL_INT32_SCHEMA)
            .field(JsonNames.ONE_OF_FIELD + 1, Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema LEVEL = SchemaBuilder.string()
            .parameter(JsonNames.ENUM, "")
            .parameter(JsonNames.ENUM + ".LOW", "LOW")
            .parameter(JsonNames.ENUM + ".HIGH", "HIGH")
            .build();

    private static JsonMappingConfig config(String... pairs) {
        Map<String, String> config = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return JsonMappingConfig.of(config);
    }

    private static String written(JsonMappingConfig config, Schema schema) {
        return new SchemaWriter(config, new ValueWriter(config)).write(schema).toString();
    }

    private static Schema read(JsonMappingConfig config, String text) {
        return new SchemaReader(config, new References(JsonSchema.parse(text.replace('\'', '"')))).read();
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(Schema.INT8_SCHEMA, "{'type':'integer','connect.type':'int8'}"),
                Arguments.of(Schema.INT16_SCHEMA, "{'type':'integer','connect.type':'int16'}"),
                Arguments.of(Schema.INT32_SCHEMA, "{'type':'integer','connect.type':'int32'}"),
                Arguments.of(Schema.INT64_SCHEMA, "{'type':'integer','connect.type':'int64'}"),
                Arguments.of(Schema.FLOAT32_SCHEMA, "{'type':'number','connect.type':'float32'}"),
                Arguments.of(Schema.FLOAT64_SCHEMA, "{'type':'number','connect.type':'float64'}"),
                Arguments.of(Schema.BOOLEAN_SCHEMA, "{'type':'boolean'}"),
                Arguments.of(Schema.STRING_SCHEMA, "{'type':'string'}"),
                Arguments.of(Schema.BYTES_SCHEMA, "{'type':'string','connect.type':'bytes'}"),
                Arguments.of(
                        Schema.OPTIONAL_INT32_SCHEMA,
                        "{'oneOf':[{'type':'null'},{'type':'integer','connect.type':'int32'}]}"),
                Arguments.of(
                        NOTED,
                        "{'title':'my.Str','description':'docs','default':'x','type':'string','connect.version':3,"
                                + "'connect.parameters':{'k':'v'}}"),
                Arguments.of(
                        Decimal.schema(2),
                        "{'title':'org.apache.kafka.connect.data.Decimal','type':'string','connect.type':'bytes',"
                                + "'connect.version':1,'connect.parameters':{'scale':'2'}}"),
                Arguments.of(
                        Date.SCHEMA,
                        "{'title':'org.apache.kafka.connect.data.Date','type':'integer','connect.type':'int32',"
                                + "'connect.version':1}"),
                Arguments.of(
                        Time.SCHEMA,
                        "{'title':'org.apache.kafka.connect.data.Time','type':'integer','connect.type':'int32',"
                                + "'connect.version':1}"),
                Arguments.of(
                        Timestamp.SCHEMA,
                        "{'title':'org.apache.kafka.connect.data.Timestamp','type':'integer','connect.type':'int64',"
                                + "'connect.version':1}"),
                Arguments.of(
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                        "{'type':'array','items':{'type':'string'}}"),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.BOOLEAN_SCHEMA)
                                .build(),
                        "{'type':'object','additionalProperties':{'type':'boolean'},'connect.type':'map'}"),
                Arguments.of(
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build(),
                        "{'type':'array','items':{'type':'object','properties':{'key':{'type':'integer',"
                                + "'connect.type':'int32','connect.index':0},'value':{'type':'string','connect.index':1}}},"
                                + "'connect.type':'map'}"),
                Arguments.of(
                        ROW,
                        "{'title':'shop.Row','type':'object','properties':{'id':{'type':'integer','connect.type':'int64',"
                                + "'connect.index':0},'note':{'oneOf':[{'type':'null'},{'type':'string'}],"
                                + "'connect.index':1}}}"),
                Arguments.of(
                        UNION,
                        "{'oneOf':[{'type':'integer','connect.type':'int32','connect.index':0},"
                                + "{'type':'string','connect.index':1}]}"),
                Arguments.of(LEVEL, "{'enum':['LOW','HIGH']}"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aSchemaIsWrittenWithItsAnnotationsAndReadBack(Schema schema, String text) throws Exception {
        assertThat(json(written(config(), schema))).isEqualTo(json(text));
        assertThat(read(config(), text)).isEqualTo(schema);
    }

    @Test
    void whatIsWrittenIsReadBackAndFitsItsSchema() throws Exception {
        JsonMappingConfig config = config();
        ValueWriter values = new ValueWriter(config);
        for (int seed = 0; seed < 1_000; seed++) {
            // Given
            RandomConnect random = new RandomConnect(new Random(seed));
            Schema schema = random.schema(3);
            String text = written(config, schema);

            // When
            JsonNode first =
                    JSON.readTree(values.write(schema, random.value(schema)).toString());
            Schema back = read(config, text);
            Object value = ValueReader.read(back, first);

            // Then
            assertThat(back).as("seed %d: %s", seed, text).isEqualTo(schema);
            assertThat(JSON.readTree(values.write(back, value).toString()))
                    .as("seed %d", seed)
                    .isEqualTo(first);
            assertThat(JsonSchema.parse(text).problem(first))
                    .as("seed %d: %s", seed, text)
                    .isEmpty();
        }
    }

    @Test
    void fieldsKeepTheirOrderWhateverThatOfTheText() {
        Schema schema = read(
                config(),
                "{'type':'object','properties':{'b':{'type':'string','connect.index':1},"
                        + "'a':{'type':'string','connect.index':0}}}");
        assertThat(schema.fields().get(0).name()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':['null','string']} | STRING | true",
                "{'anyOf':[{'type':'null'},{'type':'integer'}]} | INT64 | true",
                "{'type':'integer'} | INT64 | false",
                "{'type':'number'} | FLOAT64 | false",
                "{'type':['integer','string']} | STRUCT | false",
                "{'oneOf':[{'type':'string'}]} | STRING | false",
                "{'allOf':[{'$ref':'#/definitions/a'}],'definitions':{'a':{'type':'boolean'}}} | BOOLEAN | false",
                "{'$ref':'#/$defs/a','$defs':{'a':{'$anchor':'x','type':'array','items':{'$ref':'#x2'}},"
                        + "'b':{'$anchor':'x2','type':'string'}}} | ARRAY | false",
                "{'type':'integer','enum':[1,2]} | INT64 | false",
                "{'type':'string','const':'a'} | STRING | false",
            })
    void schemasOfOthersAreReadToo(String text, Schema.Type type, boolean optional) {
        Schema schema = read(config(), text);
        assertThat(schema.type()).isEqualTo(type);
        assertThat(schema.isOptional()).isEqualTo(optional);
    }

    @Test
    void propertiesOfAllThatMustHoldAreFields() {
        Schema schema = read(
                config("use.optional.for.nonrequired", "true"),
                "{'allOf':[{'$ref':'#/definitions/base'},{'properties':{'b':{'type':'string'}}}],"
                        + "'definitions':{'base':{'properties':{'a':{'type':'string'}},'required':['a']}}}");
        assertThat(schema.field("a").schema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(schema.field("b").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
    }

    @Test
    void aSchemaMayContainItself() throws Exception {
        // Given
        String text = "{'title':'Node','type':'object','properties':{'value':{'type':'integer','connect.index':0},"
                + "'next':{'oneOf':[{'type':'null'},{'$ref':'#'}],'connect.index':1}}}";

        // When
        Schema schema = read(config(), text);
        Struct value = (Struct) ValueReader.read(schema, json("{'value':1,'next':{'value':2,'next':null}}"));

        // Then
        assertThat(value.getStruct("next").getInt64("value")).isEqualTo(2);
        String again = written(config(), schema);
        assertThat(read(config(), again)).isEqualTo(schema);
        assertThat(new ValueWriter(config()).write(schema, value))
                .hasToString("{\"value\":1,\"next\":{\"value\":2,\"next\":null}}");
    }

    @Test
    void decimalsAreBytesOrNumbers() throws Exception {
        BigDecimal amount = new BigDecimal("12.30");
        JsonMappingConfig numeric = config("decimal.format", "numeric");
        JsonNode asNumber = new ValueWriter(numeric).write(Decimal.schema(2), amount);
        assertThat(asNumber.toString()).isEqualTo("12.30");
        assertThat(new ValueWriter(config()).write(Decimal.schema(2), amount)).hasToString("\"BM4=\"");
        Schema read = read(numeric, written(numeric, Decimal.schema(2)));
        assertThat(read).isEqualTo(Decimal.schema(2));
        assertThat(ValueReader.read(read, asNumber)).isEqualTo(amount);
        assertThat(ValueReader.read(read, json("'BM4='"))).isEqualTo(amount);
    }

    @Test
    void aUnionTakesTheAlternativeThatADocumentHasMostInCommonWith() throws Exception {
        Schema union = read(
                config(),
                "{'oneOf':[{'type':'object','properties':{'a':{'type':'string'}}},"
                        + "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}}}]}");
        Struct value = (Struct) ValueReader.read(union, json("{'a':'x','b':'y'}"));
        assertThat(value.get(JsonNames.ONE_OF_FIELD + 0)).isNull();
        assertThat(value.getStruct(JsonNames.ONE_OF_FIELD + 1).getString("b")).isEqualTo("y");
        assertThatThrownBy(() -> ValueReader.read(union, json("1"))).isInstanceOf(DataException.class);
    }

    @Test
    void structsMayBeClosed() throws Exception {
        assertThat(json(written(config("object.additional.properties", "false"), ROW))
                        .path("additionalProperties")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void nullIsTheDefaultUnlessThatIsIgnored() {
        Schema schema = SchemaBuilder.string().optional().defaultValue("d").build();
        assertThat(new ValueWriter(config()).write(schema, null)).hasToString("\"d\"");
        assertThat(new ValueWriter(config("ignore.default.for.nullables", "true")).write(schema, null))
                .hasToString("null");
        assertThatThrownBy(() -> new ValueWriter(config()).write(Schema.STRING_SCHEMA, null))
                .isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'integer','connect.type':'int8'} | 200",
                "{'type':'integer'} | 1.5",
                "{'type':'integer'} | 'x'",
                "{'type':'integer'} | 1e30",
                "{'type':'number'} | 'x'",
                "{'type':'string'} | 1",
                "{'type':'string'} | null",
                "{'type':'boolean'} | 'true'",
                "{'type':'string','connect.type':'bytes'} | '***'",
                "{'type':'array','items':{'type':'string'}} | {}",
                "{'type':'object','properties':{'a':{'type':'string'}}} | []",
                "{'type':'object','properties':{'a':{'type':'string'}}} | {'a':1}",
            })
    void aDocumentThatDoesNotFitIsRefusedAndNotGuessedAt(String text, String document) {
        Schema schema = read(config(), text);
        assertThatThrownBy(() -> ValueReader.read(schema, json(document))).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | says nothing of its type",
                "{'type':'object','properties':{'a':true}} | property a",
                "{'type':'array'} | items",
                "{'$ref':'#/nowhere'} | #/nowhere",
                "{'$ref':'other.json'} | other.json",
                "{'type':'integer','connect.type':'int7'} | int7",
                "{'$ref':'#'} | itself",
            })
    void aSchemaWithoutACounterpartIsRefusedByName(String text, String said) {
        assertThatThrownBy(() -> read(config(), text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(said);
    }

    @Test
    void valuesOfTheWrongKindAreRefused() {
        ValueWriter values = new ValueWriter(config());
        assertThatThrownBy(() -> values.write(ROW, new Struct(ROW).put("note", "n")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field id");
        assertThatThrownBy(() -> values.write(Schema.INT32_SCHEMA, "x")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> values.write(Schema.FLOAT64_SCHEMA, Double.NaN))
                .isInstanceOf(DataException.class);
        assertThat(values.write(
                        Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1, 2}).position(1)))
                .hasToString("\"Ag==\"");
        assertThat(values.write(SchemaBuilder.array(Schema.INT8_SCHEMA).build(), List.of((byte) 1)))
                .hasToString("[1]");
    }
}
