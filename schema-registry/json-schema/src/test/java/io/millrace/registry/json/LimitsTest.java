package io.millrace.registry.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.json.compare.CompareLimits;
import io.millrace.registry.json.read.JsonSchemaLimits;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.Decision.Refused;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each limit, at it and one beyond it. */
class LimitsTest {
    private static final JsonSchemaLimits LIMITS = new JsonSchemaLimits(2_000, 20, 10, 2, 30, 12, 3);
    private static final JsonSchemaKind KIND = new JsonSchemaKind(LIMITS, CompareLimits.standard());

    @ParameterizedTest
    @EnumSource
    void sizeOfTheText(Strictness strictness) {
        assertAccepted("{\"title\":\"" + "x".repeat(2_000 - 12) + "\"}", strictness);
        Refused<ParsedJsonSchema> refused = refused("{\"title\":\"" + "x".repeat(2_000 - 11) + "\"}", strictness);
        assertThat(refused.code()).isEqualTo(RegistryErrorCode.SCHEMA_TOO_LARGE);
        assertThat(refused.message()).contains("2000 characters");
    }

    @Test
    void sizeOfATextThatIsReferredTo() {
        Dependency large = new Dependency("a", "{\"title\":\"" + "x".repeat(2_000) + "\"}");
        assertThat(((Refused<ParsedJsonSchema>) read("{}", Strictness.STRICT, large)).code())
                .isEqualTo(RegistryErrorCode.SCHEMA_TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource
    void depthOfTheJson(Strictness strictness) {
        assertAccepted("{\"default\":" + "[".repeat(19) + "]".repeat(19) + "}", strictness);
        assertThat(refused("{\"default\":" + "[".repeat(20) + "]".repeat(20) + "}", strictness)
                        .message())
                .contains("nested too deeply");
    }

    @ParameterizedTest
    @EnumSource
    void numberOfSchemas(Strictness strictness) {
        assertAccepted(anyOf(9), strictness);
        assertThat(refused(anyOf(10), strictness).message()).contains("more than 10 schemas");
    }

    @Test
    void schemasOfReferencesCountToo() {
        assertThat(read(anyOf(4), Strictness.STRICT, new Dependency("a", anyOf(4))))
                .isInstanceOf(Decision.Accepted.class);
        assertThat(read(anyOf(4), Strictness.STRICT, new Dependency("a", anyOf(5))))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @EnumSource
    void numberOfReferences(Strictness strictness) {
        Dependency one = new Dependency("a", "{}");
        assertThat(read("{}", strictness, one, one)).isInstanceOf(Decision.Accepted.class);
        assertThat(((Refused<ParsedJsonSchema>) read("{}", strictness, one, one, one)).message())
                .contains("more than 2 references");
    }

    @ParameterizedTest
    @EnumSource
    void lengthOfAName(Strictness strictness) {
        assertAccepted("{\"$id\":\"" + "x".repeat(30) + "\"}", strictness);
        assertThat(refused("{\"$id\":\"" + "x".repeat(31) + "\"}", strictness).message())
                .contains("a name of more than 30 characters");
        assertThat(refused(
                                "{\"$id\":\"http://a.test/" + "x".repeat(10) + "/\",\"not\":{\"$id\":\"abcdef\"}}",
                                strictness)
                        .message())
                .contains("a name of more than 30 characters");
    }

    @Test
    void regularExpressions() {
        assertAccepted("{\"pattern\":\"" + "x".repeat(12) + "\"}", Strictness.STRICT);
        assertThat(refused("{\"pattern\":\"" + "x".repeat(13) + "\"}", Strictness.STRICT)
                        .message())
                .contains("more than 12 characters");
        assertAccepted("{\"pattern\":\"(([a]))\"}", Strictness.STRICT);
        assertThat(refused("{\"pattern\":\"((([a])))\"}", Strictness.STRICT).message())
                .contains("more than 3 groups");
        assertAccepted("{\"pattern\":\"((([a])))\"}", Strictness.LENIENT);
    }

    @Test
    void theLimitsOfTheHouseCostNoStack() {
        JsonSchemaLimits house = JsonSchemaLimits.standard();
        String groups = "(".repeat(house.patternGroups()) + ")".repeat(house.patternGroups());
        Schemas.parse("{'pattern':'" + groups + "'}");
        Schemas.parse("{'not':".repeat(house.jsonDepth() - 1) + "{}" + "}".repeat(house.jsonDepth() - 1));
        assertThat(Schemas.refusal("{'default':" + "[".repeat(500_000) + "]".repeat(500_000) + "}", Strictness.LENIENT)
                        .message())
                .contains("nested too deeply");
        assertThat(Schemas.refusal("{'pattern':'" + "(".repeat(4_000) + "'}", Strictness.STRICT)
                        .message())
                .contains("groups");
    }

    @Test
    void numbersWithManyDigitsOrZeros() {
        assertThat(Schemas.refusal("{'minimum':" + "9".repeat(2_000) + "}", Strictness.LENIENT)
                        .message())
                .contains("too long a number");
        for (String exponent :
                new String[] {"05000000000", "2147483647", "-2147483647", "-1000000010", "-99999999999"}) {
            assertThat(Schemas.refusal("{'multipleOf':1.5e" + exponent + "}", Strictness.LENIENT)
                            .message())
                    .contains("a number with an exponent of more than 1000000000");
        }
        ParsedJsonSchema large = Schemas.parse("{'type':'number','multipleOf':1e999999999,'minimum':1e-999999999}");
        ParsedJsonSchema small = Schemas.parse("{'type':'number','multipleOf':3,'minimum':1e999999999}");
        assertThat(Schemas.broken(large, small, io.millrace.registry.model.schema.CompatibilityPolicy.STRICT))
                .containsExactly("MULTIPLE_OF_CHANGED #/multipleOf");
    }

    private static String anyOf(int count) {
        return "{\"anyOf\":[" + String.join(",", Collections.nCopies(count, "{}")) + "]}";
    }

    private static void assertAccepted(String text, Strictness strictness) {
        assertThat(read(text, strictness)).as(text).isInstanceOf(Decision.Accepted.class);
    }

    private static Refused<ParsedJsonSchema> refused(String text, Strictness strictness) {
        Decision<ParsedJsonSchema> decision = read(text, strictness);
        assertThat(decision).as(text).isInstanceOf(Refused.class);
        return (Refused<ParsedJsonSchema>) decision;
    }

    private static Decision<ParsedJsonSchema> read(String text, Strictness strictness, Dependency... dependencies) {
        return KIND.parse(new SchemaSource(text, List.of(dependencies)), strictness);
    }
}
