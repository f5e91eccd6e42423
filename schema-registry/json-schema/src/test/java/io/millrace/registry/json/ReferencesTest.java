package io.millrace.registry.json;

import static io.millrace.registry.json.Schemas.dependency;
import static io.millrace.registry.json.Schemas.parse;
import static io.millrace.registry.json.Schemas.parseLeniently;
import static io.millrace.registry.json.Schemas.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.json.shape.ObjectRule;
import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Strictness;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reference means: never more than what is in the text, and in the schemas that were given along. */
class ReferencesTest {
    private static final String LAST = "'$schema':'https://json-schema.org/draft/2020-12/schema',";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "#/definitions/a|'definitions':{'a':{'type':'null'}}",
                "#/$defs/a|'$defs':{'a':{'type':'null'}}",
                "#/x-own/0/b|'x-own':[{'b':{'type':'null'}}]",
                "#/definitions/a~1b~0c|'definitions':{'a/b~c':{'type':'null'}}",
                "#/definitions/a%20b|'definitions':{'a b':{'type':'null'}}",
                "#/definitions/a+b|'definitions':{'a+b':{'type':'null'}}",
                "#named|'definitions':{'a':{'$id':'#named','type':'null'}}",
                "inner.json|'$id':'http://a.test/x/outer.json','definitions':{'a':{'$id':'inner.json','type':'null'}}",
                "http://a.test/x/inner.json|'$id':'http://a.test/x/outer.json','definitions':{'a':{'$id':'inner.json','type':'null'}}",
                "/y/inner.json#/definitions/b|'$id':'http://a.test/x/o.json','definitions':{'a':{'$id':'/y/inner.json','definitions':{'b':{'type':'null'}}}}"
            })
    void resolvesInsideTheText(String reference, String more) {
        assertThat(labelOfP("{'properties':{'p':{'$ref':'" + reference + "'}}," + more + "}"))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'$ref':'#here'|'$defs':{'a':{'$anchor':'here','type':'null'}}",
                "'$dynamicRef':'#here'|'$defs':{'a':{'$dynamicAnchor':'here','type':'null'}}",
                "'$ref':'urn:x:y#here'|'$defs':{'a':{'$id':'urn:x:y','$defs':{'b':{'$anchor':'here','type':'null'}}}}"
            })
    void resolvesTheAnchorsOfLaterDrafts(String reference, String more) {
        assertThat(labelOfP("{" + LAST + "'properties':{'p':{" + reference + "}}," + more + "}"))
                .isEqualTo("null");
    }

    @Test
    void theInnermostNameIsWhereReferencesStart() {
        assertThat(
                        labelOfP(
                                "{'properties':{'p':{'$ref':'#/definitions/a/definitions/b'}},'definitions':{'a':{'$id':'http://a.test/',"
                                        + "'definitions':{'b':{'$ref':'#/definitions/c'},'c':{'type':'null'}}},'c':{'type':'string'}}}"))
                .isEqualTo("null");
    }

    @Test
    void besideAReferenceOnlyLaterDraftsRead() {
        String text =
                "'properties':{'p':{'$ref':'#/definitions/a','type':'string'}},'definitions':{'a':{'minLength':1}}}";
        assertThat(labelOfP("{" + text)).isEqualTo("string");
        assertThat(labelOfP("{" + LAST + text)).isEqualTo("allOf");
        assertThat(
                        labelOfP(
                                "{'properties':{'p':{'$ref':'#/definitions/a','type':'string'}},'definitions':{'a':{'type':'null'}}}"))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "address.json|address.json|",
                "address.json|http://a.test/address.json|'$id':'http://a.test/person.json',",
                "http://a.test/address.json|address.json|'$id':'http://a.test/person.json',",
                "io.millrace.Address|io.millrace.Address|",
                "an address|an address|'$id':'http://a.test/person.json',"
            })
    void resolvesToSchemasThatWereGivenAlong(String reference, String name, String id) {
        String before = id == null ? "" : id;
        ParsedJsonSchema parsed = parse(
                "{" + before + "'properties':{'p':{'$ref':'" + reference + "#/definitions/street'}}}",
                dependency(name, "{'definitions':{'street':{'$ref':'#/definitions/s'},'s':{'type':'null'}}}"));

        assertThat(p(parsed).meant().rule().label()).isEqualTo("null");
    }

    @Test
    void whatWasGivenAlongMayReferToOthers() {
        ParsedJsonSchema parsed = parse(
                "{'properties':{'p':{'$ref':'b'}}}",
                dependency("a", "{'type':'null'}"),
                dependency("b", "{'$ref':'a'}"));

        assertThat(p(parsed).meant().rule().label()).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "#/definitions/b",
                "#b",
                "other.json",
                "http://json-schema.org/draft-07/schema#",
                "#/properties/p/title",
                "file:///etc/passwd",
                "#/definitions/a/enum/99999999999"
            })
    void refusesWhatResolvesNowhere(String reference) {
        String text = "{'properties':{'p':{'$ref':'" + reference + "'}},'definitions':{'a':{'enum':['b']}}}";

        assertThat(refusal(text, Strictness.STRICT).message())
                .contains("'$ref' at #/properties/p refers to '" + reference + "'");
        assertThat(p(parseLeniently(text)).meant().rule().label()).isEqualTo(reference);
    }

    @Test
    void aReferenceThatResolvesNowhereIsCompatibleWithItselfAlone() {
        ParsedJsonSchema one = parseLeniently("{'$ref':'one'}");

        assertThat(Schemas.broken(one, parseLeniently("{'$ref':'one'}"), CompatibilityPolicy.STRICT))
                .isEmpty();
        assertThat(Schemas.broken(one, parseLeniently("{'$ref':'two'}"), CompatibilityPolicy.STRICT))
                .containsExactly("TYPE_CHANGED #/");
    }

    @Test
    void saysWhichReferenceCannotBeRead() {
        assertThat(refusal("{'$ref':'a'}", Strictness.STRICT, dependency("a", "["))
                        .message())
                .contains("its reference 'a' cannot be read: it is not JSON");
        assertThat(refusal("{'$ref':'a'}", Strictness.STRICT, dependency("a", "7"))
                        .message())
                .contains("its reference 'a' is neither an object");
    }

    @Test
    void aSchemaThatIsOnlyItselfAsksNothing() {
        assertThat(parse("{'$ref':'#'}").root().isAnything()).isTrue();
        assertThat(parse("{'$ref':'#/definitions/a','definitions':{'a':{'allOf':[{'$ref':'#'}]}}}")
                        .root()
                        .isAnything())
                .isTrue();
    }

    @Test
    void aLongChainOfReferencesIsNoCircle() {
        String chain = IntStream.range(0, 5_000)
                .mapToObj(i -> "'d" + i + "':{'$ref':'#/definitions/d" + (i + 1) + "'}")
                .collect(Collectors.joining(","));
        String text = "{'$ref':'#/definitions/d0','definitions':{" + chain + ",'d5000':{'type':'%s'}}}";

        assertThat(Schemas.broken(
                        parse(text.formatted("string")), parse(text.formatted("number")), CompatibilityPolicy.STRICT))
                .containsExactly("TYPE_CHANGED #/");
        String circle = "{'$ref':'#/definitions/d0','definitions':{" + chain + ",'d5000':{'$ref':'#/definitions/d9'}}}";
        assertThat(parse(circle).root().isAnything()).isTrue();
    }

    private static String labelOfP(String text) {
        return p(parse(text)).meant().rule().label();
    }

    private static SchemaNode p(ParsedJsonSchema parsed) {
        return ((ObjectRule) parsed.root().meant().rule()).properties().get("p");
    }
}
