package io.millrace.registry.json;

import static io.millrace.registry.json.Schemas.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.json.compare.CompareLimits;
import io.millrace.registry.json.read.JsonSchemaLimits;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Work and memory of a comparison that its number of pairs does not bound. Each fits if the limit is that of the house. */
class CompareLimitsTest {
    private static final String OPEN = "'type':'object','additionalProperties':{'type':'string'}";

    /** All members are two definitions, so that there are four pairs, asked for 2,500 times. */
    @Test
    void pairsThatAreKnownAreSteps() {
        String text = "{'anyOf':[%s],'definitions':{'a':{'type':'string'},'b':{'type':'number'}}}";
        String references = list(50, i -> "{'$ref':'#/definitions/" + (i % 2 == 0 ? "a" : "b") + "'}");

        assertTooComplexWithin(2_000, text.formatted(references), text.formatted(references));
    }

    /** One pair, asked for by each property. */
    @Test
    void pairsThatAreKnownAreStepsOutsideOfCombinationsToo() {
        String text = "{'type':'object','additionalProperties':false,'patternProperties':{%s},'definitions':{'a':{}}}";
        String patterns = list(300, i -> "'p" + i + "':{'$ref':'#/definitions/a'}");

        assertTooComplexWithin(500, text.formatted(patterns), text.formatted(patterns));
    }

    @Test
    void membersAreStepsBeforeTheyAreTried() {
        String members = list(300, i -> "{'type':'string'}");
        List<Incompatibility> found =
                compare(steps(80_000), "{'anyOf':[" + members + "]}", "{'title':'x','anyOf':[" + members + "]}");

        assertThat(Schemas.rulesAndPaths(found)).containsExactly("SCHEMA_TOO_COMPLEX #/");
        assertThat(found.get(0).reader()).isEqualTo("more than 80000 steps");
    }

    @Test
    void propertiesOfAPairAreSteps() {
        String writer = "{'anyOf':[" + list(20, i -> object(100)) + "]}";
        String reader = "{'anyOf':[" + list(20, i -> object(0)) + "]}";

        assertTooComplexWithin(20_000, reader, writer);
    }

    @Test
    void longNamesAreSteps() {
        String name = "n".repeat(40_000);
        String writer = "{'type':'object','properties':{'" + name + "':{}}}";

        assertTooComplexWithin(500, "{'type':'object','additionalProperties':false}", writer);
    }

    @Test
    void valuesOfAnEnumAreSteps() {
        String values = "{'enum':[" + list(1_000, i -> Integer.toString(i)) + "]}";
        assertTooComplexWithin(1_500, values, values.replace("{'enum'", "{'title':'x','enum'"));
        assertTooComplexWithin(1_500, "{'enum':['" + "x".repeat(2_000) + "']}", "{'enum':['y']}");
    }

    @Test
    void namesTriedWithPatternsAreSteps() {
        String patterns = list(40, i -> "'^q" + i + "$':{'type':'string'}");
        String reader = "{" + OPEN + ",'patternProperties':{" + patterns + "}}";
        String names = list(40, i -> "'p" + i + "':{'type':'number'}");
        String writer = "{" + OPEN + ",'properties':{" + names + "}}";

        assertTooComplexWithin(1_000, reader, writer);
        assertTooComplexWithin(1_000, writer, reader);
    }

    @Test
    void partsOfAPatternAreSteps() {
        String reader = "{" + OPEN + ",'patternProperties':{'^[a-z]{500}$':{'type':'string'}}}";
        String writer = "{" + OPEN + ",'properties':{'" + "p".repeat(100) + "':{'type':'number'}}}";

        assertTooComplexWithin(1_000, reader, writer);
    }

    @Test
    void divisionsAreSteps() {
        String text = "{'type':'number','multipleOf':%s}";
        assertTooComplexWithin(100, text.formatted("1" + "1".repeat(800)), text.formatted("2" + "2".repeat(799) + "1"));
    }

    @Test
    void notesAreSteps() {
        String text = "{'type':'string','title':'" + "x".repeat(64_000) + "%s'}";
        List<Incompatibility> found = kind(steps(900))
                .incompatibilities(
                        parse(text.formatted("a")),
                        parse(text.formatted("b")),
                        CompatibilityPolicy.LOGICAL,
                        Sides.NEW_READS_OLD);

        assertThat(Schemas.rulesAndPaths(found)).containsExactly("SCHEMA_TOO_COMPLEX #/");
    }

    /** Beyond the limit a pattern is not compiled: no name is known to match it, nor not to. */
    @Test
    void patternsBeyondTheLimitAreUnknown() {
        String patterns = list(10, i -> "'^" + "q".repeat(98) + i + "':{'type':'string'}");
        String reader = "{" + OPEN + ",'patternProperties':{" + patterns + "}}";
        String writer = "{" + OPEN + ",'properties':{'p':{'type':'number'}}}";

        assertThat(rules(patternCopies(10 * 100), reader, writer)).hasSize(1);
        assertThat(rules(patternCopies(7 * 100), reader, writer)).hasSize(1 + 3);
    }

    @Test
    void tablesOfUnicodeCountAsPartsOfPatterns() {
        String reader = "{" + OPEN + ",'patternProperties':{'^%s':{'type':'string'}}}";
        String writer = "{" + OPEN + ",'properties':{'+':{'type':'number'}}}";

        assertThat(rules(patternCopies(400), reader.formatted("\\\\pL"), writer))
                .hasSize(2);
        assertThat(rules(patternCopies(600), reader.formatted("\\\\pL"), writer))
                .hasSize(1);
        assertThat(rules(patternCopies(400), reader.formatted("(?i)[a-z]"), writer))
                .hasSize(2);
        assertThat(rules(patternCopies(600), reader.formatted("(?i)[a-z]"), writer))
                .hasSize(1);
    }

    /** Each of the three reasons takes its memory twice: where it is, and one level up. */
    @Test
    void reasonsBeyondTheLimitAreNotKept() {
        String text = "{'type':'object','properties':{" + list(3, i -> "'p" + i + "':{'type':'%1$s'}") + "}}";
        String reader = text.formatted("string");
        String writer = text.formatted("number");

        assertThat(rules(retained(1_000), reader, writer)).hasSize(3);
        assertThat(rules(retained(200), reader, writer)).containsExactly("TYPE_CHANGED #/properties/p0");
        assertThat(rules(retained(0), reader, writer)).containsExactly("TYPE_CHANGED #/");
    }

    /** Forty pairs of a combination differ in fifty properties each, and only that they differ counts. */
    @Test
    void whereOnlyTheAnswerCountsNoReasonIsKept() {
        String writer = "{'anyOf':[" + list(8, i -> object(50)) + "]}";
        String reader = "{'anyOf':[" + list(9, i -> object(0)) + "]}";

        assertThat(rules(retained(200), reader, writer)).containsExactly("COMBINED_TYPE_SUBSCHEMAS_CHANGED #/anyOf");
    }

    /** What was asked only for an answer is told later in full. */
    @Test
    void reasonsOfAPairThatWasTriedAreTold() {
        String text =
                "{'anyOf':[{'type':'null'},{'type':'object','properties':{'a':{'type':'%1$s'},'b':{'type':'%1$s'}}}]}";

        assertThat(rules(CompareLimits.standard(), text.formatted("string"), text.formatted("number")))
                .containsExactly(
                        "COMBINED_TYPE_SUBSCHEMAS_CHANGED #/anyOf",
                        "TYPE_CHANGED #/anyOf/1/properties/a",
                        "TYPE_CHANGED #/anyOf/1/properties/b");
    }

    /** As above, of a pair that contains itself. */
    @Test
    void reasonsOfACircleThatWasTriedAreTold() {
        String text =
                "{'anyOf':[{'type':'null'},{'type':'object','properties':{'a':{'type':'%s'},'b':{'$ref':'#/anyOf/1'}}}]}";

        assertThat(rules(CompareLimits.standard(), text.formatted("string"), text.formatted("number")))
                .containsExactly("COMBINED_TYPE_SUBSCHEMAS_CHANGED #/anyOf", "TYPE_CHANGED #/anyOf/1/properties/a");
    }

    @Test
    void longValuesAreCut() {
        String values = "{'enum':[{'a':['" + "x".repeat(150) + "',1,null]},'" + "y".repeat(500) + "',%s]}";
        List<Incompatibility> found = compare(CompareLimits.standard(), values.formatted("1"), values.formatted("2"));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).reader())
                .startsWith(Schemas.quoted("[{'a':['xxx"))
                .contains(Schemas.quoted("x',1,null]}, 'yyy"))
                .endsWith("yyy...")
                .hasSize(203);
        assertThat(compare(CompareLimits.standard(), "{'enum':['a\\n',{'b':[]}]}", "{'enum':[true]}")
                        .get(0)
                        .reader())
                .isEqualTo(Schemas.quoted("['a\\n', {'b':[]}]"));
    }

    /** Values of other shapes are never taken for each other. */
    @Test
    void valuesAreThoseOfTheirKind() {
        String[] values = {
            "'1'", "1", "['a','b']", "['a,b']", "[['a'],'b']", "[['a','b']]", "{'a':1}", "['a',1]", "true"
        };
        for (String one : values) {
            for (String other : values) {
                assertThat(rules(CompareLimits.standard(), "{'enum':[" + one + "]}", "{'enum':[" + other + "]}"))
                        .as(one + " " + other)
                        .hasSize(one.equals(other) ? 0 : 1);
            }
        }
        assertThat(rules(
                        CompareLimits.standard(),
                        "{'enum':[{'a':[1.0,2],'b':0}]}",
                        "{'enum':[{'b':0.0,'a':[1,20e-1]}]}"))
                .isEmpty();
    }

    private static void assertTooComplexWithin(int steps, String reader, String writer) {
        assertThat(rules(steps(steps), reader, writer)).containsExactly("SCHEMA_TOO_COMPLEX #/");
        assertThat(rules(CompareLimits.standard(), reader, writer)).doesNotContain("SCHEMA_TOO_COMPLEX #/");
    }

    private static List<String> rules(CompareLimits limits, String reader, String writer) {
        return Schemas.rulesAndPaths(compare(limits, reader, writer));
    }

    private static List<Incompatibility> compare(CompareLimits limits, String reader, String writer) {
        return kind(limits)
                .incompatibilities(parse(reader), parse(writer), CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD);
    }

    private static JsonSchemaKind kind(CompareLimits limits) {
        return new JsonSchemaKind(JsonSchemaLimits.standard(), limits);
    }

    private static CompareLimits steps(long steps) {
        return new CompareLimits(200_000, 250, 100, steps, 8_000_000, 200_000);
    }

    private static CompareLimits retained(long chars) {
        return new CompareLimits(200_000, 250, 100, 10_000_000, chars, 200_000);
    }

    private static CompareLimits patternCopies(long copies) {
        return new CompareLimits(200_000, 250, 100, 10_000_000, 8_000_000, copies);
    }

    private static String object(int properties) {
        return "{'type':'object','properties':{" + list(properties, i -> "'p" + i + "':{}")
                + "},'additionalProperties':false}";
    }

    private static String list(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
    }
}
