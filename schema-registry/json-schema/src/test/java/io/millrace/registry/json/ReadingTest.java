package io.millrace.registry.json;

import static io.millrace.registry.json.Schemas.parse;
import static io.millrace.registry.json.Schemas.parseLeniently;
import static io.millrace.registry.json.Schemas.quoted;
import static io.millrace.registry.json.Schemas.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.json.shape.ArrayRule;
import io.millrace.registry.json.shape.NumberRule;
import io.millrace.registry.json.shape.Rule;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.Strictness;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, in which draft, and what is refused with which words. */
class ReadingTest {

    @Test
    void keepsTheTextButForWhiteSpace() {
        String written = " { 'b' : 1.50 , 'a' : [ 1e5 , true , null ] ,\n 'type' : 'string', 'c':'\\u00e9 \\/ x  y' } ";

        assertThat(parse(written).canonicalText())
                .isEqualTo(quoted("{'b':1.50,'a':[1e5,true,null],'type':'string','c':'é / x  y'}"));
    }

    @Test
    void normalTextHasItsKeysInOrder() {
        assertThat(parse("{'type':'object','properties':{'b':{'title':'x','type':'string'},'a':{}}}")
                        .normalText())
                .isEqualTo(quoted("{'properties':{'a':{},'b':{'title':'x','type':'string'}},'type':'object'}"));
        assertThat(parse("{'enum':['b','a'],'$id':'x'}").normalText())
                .isEqualTo(quoted("{'$id':'x','enum':['b','a']}"));
    }

    @Test
    void normalTextKeepsEveryDigit() {
        assertThat(parse("{'minimum':12345678901234567890.12345678901234567890}")
                        .normalText())
                .isEqualTo(quoted("{'minimum':12345678901234567890.12345678901234567890}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "{}", "{'title':'nothing asked','unknown':{'type':7}}"})
    void takesSchemasThatAskNothing(String text) {
        assertThat(parse(text).root().isAnything()).isTrue();
    }

    @Test
    void takesFalse() {
        assertThat(parse("false").root().isNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-04/schema#",
                "http://json-schema.org/draft-04/schema",
                "https://json-schema.org/draft-06/schema#",
                "http://json-schema.org/draft-07/schema#",
                "http://json-schema.org/schema#",
                "https://json-schema.org/draft/2019-09/schema",
                "http://json-schema.org/draft/2020-12/schema#"
            })
    void readsEachDraft(String uri) {
        assertThat(parse("{'$schema':'" + uri + "','type':'string'}")
                        .root()
                        .meant()
                        .rule()
                        .label())
                .isEqualTo("string");
    }

    @Test
    void refusesOtherDraftsByName() {
        assertThat(refusal("{'$schema':'http://json-schema.org/draft-03/schema#'}", Strictness.STRICT)
                        .message())
                .contains("draft-03")
                .contains("json-schema.org/draft/2020-12/schema");
        assertThat(parseLeniently("{'$schema':'http://json-schema.org/draft-03/schema#','type':'string'}")
                        .root()
                        .meant()
                        .rule()
                        .label())
                .isEqualTo("string");
    }

    @Test
    void exclusiveBoundsAreFlagsInDraft4AndNumbersLater() {
        Rule early = parse("{'$schema':'http://json-schema.org/draft-04/schema#','type':'number','minimum':3,"
                        + "'exclusiveMinimum':true,'maximum':9,'exclusiveMaximum':false}")
                .root()
                .meant()
                .rule();
        assertThat(((NumberRule) early).inclusive().min()).isEmpty();
        assertThat(((NumberRule) early).exclusive().min()).contains(BigDecimal.valueOf(3));
        assertThat(((NumberRule) early).inclusive().max()).contains(BigDecimal.valueOf(9));

        Rule late = parse("{'type':'number','minimum':3,'exclusiveMinimum':4}")
                .root()
                .meant()
                .rule();
        assertThat(((NumberRule) late).inclusive().min()).contains(BigDecimal.valueOf(3));
        assertThat(((NumberRule) late).exclusive().min()).contains(BigDecimal.valueOf(4));
    }

    @Test
    void tuplesArePrefixItemsInTheLastDraftAndItemsBefore() {
        for (String text : new String[] {
            "{'type':'array','items':[{'type':'string'}],'additionalItems':{'type':'null'}}",
            "{'$schema':'https://json-schema.org/draft/2020-12/schema','type':'array','prefixItems':[{'type':'string'}],"
                    + "'items':{'type':'null'}}"
        }) {
            ArrayRule array = (ArrayRule) parse(text).root().meant().rule();
            assertThat(array.tuple()).hasSize(1);
            assertThat(array.rest().meant().rule().label()).isEqualTo("null");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'strin'}|'type' at # must be the name of a type",
                "{'type':[]}|'type' at # must be the name of a type",
                "{'properties':{'a':{'minLength':'1'}}}|'minLength' at #/properties/a must be a whole number",
                "{'minLength':-1}|'minLength' at # must be a whole number",
                "{'minLength':1.5}|'minLength' at # must be a whole number",
                "{'multipleOf':0}|'multipleOf' at # must be a number above 0",
                "{'required':'a'}|'required' at # must be an array of different strings",
                "{'required':['a','a']}|'required' at # must be an array of different strings",
                "{'properties':[]}|'properties' at # must be an object whose values are schemas",
                "{'properties':{'a':'string'}}|'properties' at # must be an object whose values are schemas",
                "{'allOf':[]}|'allOf' at # must be an array of at least one schema",
                "{'anyOf':[{'not':7}]}|'not' at #/anyOf/0 must be a schema",
                "{'exclusiveMinimum':true}|'exclusiveMinimum' at # must be a number",
                "{'dependencies':{'a':7}}|'dependencies' at # must be an object whose values",
                "{'items':7}|'items' at # must be a schema, or an array of schemas",
                "{'$schema':'http://json-schema.org/draft-04/schema#','required':[]}|'required' at # must be an array of at least",
                "{'$schema':'http://json-schema.org/draft-04/schema#','properties':{'a':true}}|no schema in draft 4",
                "{'$schema':'http://json-schema.org/draft-04/schema#','exclusiveMinimum':true}|needs 'minimum' beside it",
                "{'$schema':'https://json-schema.org/draft/2020-12/schema','items':[{}]}|'items' at # must be a schema",
                "{'pattern':'a('}|'pattern' at # has the regular expression 'a(', which cannot be read",
                "{'patternProperties':{'[':{}}}|'patternProperties' at # has the regular expression '['",
                "{'definitions':{'a/b':{'pattern':'*'}}}|'pattern' at #/definitions/a~1b has the regular expression '*'",
                "{'a':1,'a':2}|it is not JSON: Duplicate field 'a'",
                "{} {}|it is not JSON",
                "{'type':|it is not JSON",
                "7|neither an object nor true or false",
                "`'string'`|neither an object nor true or false",
                "``|it is empty"
            })
    void refusesWhatNoDraftAllows(String text, String reason) {
        assertThat(refusal(text, Strictness.STRICT).code()).isEqualTo(RegistryErrorCode.INVALID_SCHEMA);
        assertThat(refusal(text, Strictness.STRICT).message())
                .startsWith("Invalid JSON schema: ")
                .contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'strin','minLength':'1','required':'a','properties':[],'allOf':[],'pattern':'('}",
                "{'a':1,'a':2}",
                "{} {}",
                "{'$ref':'#/nowhere'}",
                "{'items':7,'$schema':7,'exclusiveMinimum':'x','multipleOf':0,'not':[]}"
            })
    void lenientlyTakesWhatAnEarlierRegistryMayHaveTaken(String text) {
        parseLeniently(text);
    }

    @Test
    void keywordsOfAWrongKindSayNothingLeniently() {
        assertThat(parseLeniently("{'type':'strin','minLength':'1'}").root().isAnything())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "{'type':", ""})
    void lenientlyRefusesWhatIsNoSchemaAtAll(String text) {
        assertThat(refusal(text, Strictness.LENIENT).code()).isEqualTo(RegistryErrorCode.INVALID_SCHEMA);
    }

    @Test
    void dataThatLookLikeSchemasAreNotRead() {
        parse("{'enum':[{'type':'nonsense','$ref':'#/nowhere'}],'default':{'pattern':'('},'const':{'$id':7}}");
    }
}
