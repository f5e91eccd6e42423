package io.millrace.registry.serde.json.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.registry.serde.json.JsonSchema;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What schemas become that are large, have defaults, or name no properties; in texts of JSON ' stands for ". */
class SchemaReaderTest {
    private static final JsonMappingConfig CONFIG = JsonMappingConfig.of(Map.of());

    private static JsonSchema parsed(String text) {
        return JsonSchema.parse(text.replace('\'', '"'));
    }

    private static Schema read(String text) {
        return new SchemaReader(CONFIG, new References(parsed(text))).read();
    }

    private static Object value(Schema schema, String text) throws Exception {
        return ValueReader.read(schema, json(text));
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    /** Each definition refers to the next one twice. */
    private static String doubling(int levels) {
        StringBuilder text = new StringBuilder("{'$ref':'#/definitions/d0','definitions':{");
        for (int i = 0; i < levels; i++) {
            String next = "{'$ref':'#/definitions/d" + (i + 1) + "'}";
            text.append("'d" + i + "':{'type':'object','properties':{'a':" + next + ",'b':" + next + "}},");
        }
        return text.append("'d" + levels + "':{'type':'string'}}}").toString();
    }

    /** Types each of which may hold each of them. */
    private static String mutual(int types) {
        StringBuilder text = new StringBuilder("{'$ref':'#/definitions/t0','definitions':{");
        for (int i = 0; i < types; i++) {
            text.append(i == 0 ? "" : ",").append("'t" + i + "':{'title':'T" + i + "','type':'object','properties':{");
            for (int j = 0; j < types; j++) {
                text.append(j == 0 ? "" : ",")
                        .append("'f" + j + "':{'oneOf':[{'type':'null'},{'$ref':'#/definitions/t" + j + "'}]}");
            }
            text.append("}}");
        }
        return text.append("}}").toString();
    }

    @Test
    void aDefinitionIsReadOnceHoweverOftenItIsReferredTo() throws Exception {
        // When
        Schema schema = read(doubling(12));

        // Then
        assertThat(schema.field("a").schema()).isSameAs(schema.field("b").schema());
        assertThat(schema.field("a").schema().field("b").schema())
                .isSameAs(schema.field("b").schema().field("a").schema());
        Struct value = (Struct) value(read(doubling(2)), "{'a':{'a':'x','b':'y'},'b':{'a':'z','b':'w'}}");
        assertThat(value.getStruct("b").getString("a")).isEqualTo("z");
    }

    @Test
    void optionalAndRequiredAreTwoSchemasOfOneDefinition() {
        Schema schema = read("{'type':'object','properties':{'a':{'$ref':'#/$defs/s'},"
                + "'b':{'oneOf':[{'type':'null'},{'$ref':'#/$defs/s'}]}},'$defs':{'s':{'type':'string'}}}");
        assertThat(schema.field("a").schema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(schema.field("b").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
    }

    @Test
    void typesThatHoldEachOtherAreReadAndWritten() throws Exception {
        // Given
        Schema schema = read(mutual(8));
        String document = "{'f7':{'f3':{'f7':{}}}}";

        // When
        Struct value = (Struct) value(schema, document);

        // Then
        Struct inner = value.getStruct("f7").getStruct("f3").getStruct("f7");
        assertThat(inner.schema().name()).isEqualTo("T7");
        String written =
                new SchemaWriter(CONFIG, new ValueWriter(CONFIG)).write(schema).toString();
        assertThat(read(written)).isEqualTo(schema);
    }

    @Test
    void aSchemaThatIsHugeOnceWrittenOutIsRefused() {
        for (String text : List.of(doubling(20), mutual(21))) {
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(SharedSchemas.WAYS_MAX + " schemas");
        }
        SchemaWriter writer = new SchemaWriter(CONFIG, new ValueWriter(CONFIG));
        Schema wide = read(doubling(17));
        assertThatThrownBy(() -> writer.write(wide))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(SchemaWriter.SCHEMAS_MAX + " schemas");
    }

    @Test
    void aSchemaOfTooManyFieldsIsRefusedEachTime() {
        StringBuilder text = new StringBuilder("{'type':'object','properties':{");
        for (int i = 0; i < SharedSchemas.SCHEMAS_MAX; i++) {
            text.append(i == 0 ? "" : ",").append("'f" + i + "':{'type':'string'}");
        }
        Counterpart counterpart =
                Counterpart.of(CONFIG, parsed(text.append("}}").toString()));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(counterpart::schema)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(SharedSchemas.SCHEMAS_MAX + " schemas");
        }
    }

    @Test
    void aDefaultMayBeAStruct() throws Exception {
        // Given
        Schema schema = read("{'type':'object','properties':{'p':{'type':'object','properties':{'x':{'type':'integer'},"
                + "'y':{'type':'string','default':'why'}},'default':{'x':7}},"
                + "'l':{'type':'array','items':{'$ref':'#/properties/p'}}}}");

        // When
        Struct value = (Struct) value(schema, "{'l':[null,{'x':1}]}");

        // Then
        value.validate();
        assertThat(value.getStruct("p").getInt64("x")).isEqualTo(7);
        List<Struct> list = value.getArray("l");
        assertThat(list.get(0).getInt64("x")).isEqualTo(7);
        assertThat(list.get(0).getString("y")).isEqualTo("why");
        JsonNode written = new SchemaWriter(CONFIG, new ValueWriter(CONFIG)).write(schema);
        assertThat(written.at("/properties/p/default")).hasToString("{\"x\":7,\"y\":\"why\"}");
        assertThat(read(written.toString())).isEqualTo(schema);
    }

    @Test
    void aDefaultOfSeveralTypesIsThatOfTheUnion() throws Exception {
        Schema schema = read("{'type':'object','properties':{'u':{'type':['integer','string'],'default':'x'}}}");
        Struct value = (Struct) value(schema, "{}");
        assertThat(value.getStruct("u").getString(JsonNames.ONE_OF_FIELD + 1)).isEqualTo("x");
        Struct given = (Struct) value(schema, "{'u':3}");
        assertThat(given.getStruct("u").get(JsonNames.ONE_OF_FIELD + 1)).isNull();
        assertThat(given.getStruct("u").get(JsonNames.ONE_OF_FIELD + 0)).isEqualTo(3L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'integer','default':'x'}",
                "{'type':['integer','string'],'default':[]}",
                "{'type':'object','properties':{'a':{'type':'string'}},'default':{}}",
                "{'title':'N','type':'object','properties':{'n':{'$ref':'#'}},'default':{'n':{}}}",
                "{'title':'org.apache.kafka.connect.data.Decimal','type':'string','connect.type':'bytes',"
                        + "'connect.version':1,'connect.parameters':{'scale':'2'},'default':''}",
            })
    void aDefaultThatDoesNotFitIsLeftOut(String text) {
        assertThat(read(text).defaultValue()).isNull();
    }

    @Test
    void anObjectOfAnyPropertiesOfOneTypeIsAMap() throws Exception {
        for (String type : List.of("'type':'object',", "")) {
            Schema schema = read("{" + type + "'additionalProperties':{'type':'string'}}");
            assertThat(schema)
                    .isEqualTo(SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .build());
            assertThat(value(schema, "{'a':'x'}")).isEqualTo(Map.of("a", "x"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'object'} | nothing of its properties",
                "{'type':'object','additionalProperties':true} | nothing of its properties",
                "{'type':'object','patternProperties':{'^a':{'type':'string'}}} | nothing of its properties",
                "{'type':'object','additionalProperties':{}} | nothing of its type",
            })
    void anObjectWhoseDataWouldBeLostIsRefused(String text, String said) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(DataException.class).hasMessageContaining(said);
    }

    @Test
    void anObjectThatHoldsNothingIsAnEmptyStruct() {
        for (String keyword : List.of("'properties':{}", "'additionalProperties':false")) {
            assertThat(read("{'type':'object'," + keyword + "}"))
                    .isEqualTo(SchemaBuilder.struct().build());
        }
    }
}
