package io.millrace.registry.json;

import static io.millrace.registry.json.Schemas.broken;
import static io.millrace.registry.json.Schemas.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.json.compare.CompareLimits;
import io.millrace.registry.json.read.JsonSchemaLimits;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Schemas that contain themselves, and those that would take forever if pairs were compared more than once. */
class WalkTest {

    @Test
    void aTreeReadsItselfAndNotAnother() {
        String tree = "{'type':'object','properties':{'value':{'type':'%s'},"
                + "'children':{'type':'array','items':{'$ref':'#'}}},'additionalProperties':false}";
        ParsedJsonSchema integers = parse(tree.formatted("integer"));
        ParsedJsonSchema numbers = parse(tree.formatted("number"));

        assertThat(strict(numbers, integers)).isEmpty();
        assertThat(strict(integers, numbers)).containsExactly("TYPE_NARROWED #/properties/value");
    }

    @Test
    void circlesOfDifferentLengthsMeet() {
        String one =
                "{'$ref':'#/definitions/a','definitions':{'a':{'type':'object','properties':{'next':{'$ref':'#/definitions/a'}}}}}";
        String two = "{'$ref':'#/definitions/a','definitions':{"
                + "'a':{'type':'object','properties':{'next':{'$ref':'#/definitions/b'}}},"
                + "'b':{'type':'object','properties':{'next':{'$ref':'#/definitions/a'}}}}}";
        assertThat(strict(parse(one), parse(two))).isEmpty();
        assertThat(strict(parse(two), parse(one))).isEmpty();
    }

    /** 2^60 paths lead to the last definition. */
    @Test
    void eachPairIsComparedOnce() {
        assertThat(strict(parse(doubling("string")), parse(doubling("string")))).isEmpty();
        assertThat(strict(parse(doubling("number")), parse(doubling("string"))))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(CompareLimits.standard().differences())
                .allSatisfy(each -> assertThat(each).startsWith("TYPE_CHANGED #/properties/"));
    }

    /** The same with alternatives, whose members are all tried with each other, and each of which contains the whole. */
    @Test
    void eachPairIsComparedOnceThoughAllOfThemAreCircles() {
        String alternatives = IntStream.range(0, 12)
                .mapToObj(i -> "{'type':'object','properties':{'p" + i + "':{'$ref':'#'},'q':{'$ref':'#'}},"
                        + "'required':['p" + i + "']}")
                .collect(Collectors.joining(","));
        ParsedJsonSchema all = parse("{'anyOf':[" + alternatives + "]}");

        assertThat(strict(all, parse("{'description':'again','anyOf':[" + alternatives + "]}")))
                .isEmpty();
    }

    /**
     * The first alternative fails only after its inner pair was found compatible, on the assumption that the alternative
     * itself is. What was found then must not count for the second one, which is the inner pair alone.
     */
    @Test
    void whatFollowedFromARefutedAssumptionIsForgotten() {
        String text =
                "{'type':'array','items':[{'anyOf':[{'$ref':'#/definitions/a'},{'type':'null'}]},{'$ref':'#/definitions/b'}],"
                        + "'definitions':{"
                        + "'a':{'type':'object','properties':{'b':{'$ref':'#/definitions/b'},'v':{'type':'%s'}}},"
                        + "'b':{'type':'object','properties':{'a':{'$ref':'#/definitions/a'}}}}}";

        assertThat(strict(parse(text.formatted("string")), parse(text.formatted("number"))))
                .contains("TYPE_CHANGED #/items/1/properties/a/properties/v");
    }

    /** As above, with a circle inside the circle, whose members are met again beside it. */
    @Test
    void whatFollowedFromARefutedAssumptionByWayOfAnotherIsForgotten() {
        String text =
                "{'type':'array','items':[{'anyOf':[{'$ref':'#/definitions/x'},{'type':'null'}]},{'$ref':'#/definitions/q'}],"
                        + "'definitions':{"
                        + "'x':{'type':'object','properties':{'p':{'$ref':'#/definitions/p'},'q':{'$ref':'#/definitions/q'},'v':{'type':'%s'}}},"
                        + "'p':{'type':'object','properties':{'e':{'$ref':'#/definitions/e'},'x':{'$ref':'#/definitions/x'}}},"
                        + "'e':{'type':'object','properties':{'p':{'$ref':'#/definitions/p'}}},"
                        + "'q':{'type':'object','properties':{'e':{'$ref':'#/definitions/e'}}}}}";

        assertThat(strict(parse(text.formatted("string")), parse(text.formatted("number"))))
                .contains("TYPE_CHANGED #/items/1/properties/e/properties/p/properties/x/properties/v");
    }

    @Test
    void theStandardLimitsLetLargeSchemasPass() {
        String properties = IntStream.range(0, 5_000)
                .mapToObj(i -> "'p" + i + "':{'type':'string','maxLength':" + i + "}")
                .collect(Collectors.joining(","));
        ParsedJsonSchema large =
                parse("{'type':'object','properties':{" + properties + "},'additionalProperties':false}");

        assertThat(strict(
                        large,
                        parse("{'type':'object','additionalProperties':false,'properties':{" + properties + "}}")))
                .isEmpty();
    }

    @Test
    void tooManyPairsAreAReasonOfTheirOwn() {
        String alternatives = IntStream.range(0, 600)
                .mapToObj(i -> "{'type':'string','pattern':'" + i + "'}")
                .collect(Collectors.joining(","));

        assertThat(strict(
                        parse("{'anyOf':[" + alternatives + "]}"),
                        parse("{'title':'x','anyOf':[" + alternatives + "]}")))
                .containsExactly("SCHEMA_TOO_COMPLEX #/");
    }

    /** Circles of 20 and 21 meet after 420 steps. */
    @Test
    void pairsTooDeepAreAReasonOfTheirOwn() {
        assertThat(strict(parse(circle(10)), parse(circle(11)))).isEmpty();
        assertThat(strict(parse(circle(20)), parse(circle(21)))).containsExactly("SCHEMA_TOO_COMPLEX #/");
    }

    @Test
    void theDeepestComparisonFitsASmallStack() throws Exception {
        List<List<String>> found = new CopyOnWriteArrayList<>();
        String node =
                "{'type':'object','additionalProperties':false,'patternProperties':{'^p':{'anyOf':[{'type':'null'},{'$ref':'#/definitions/d%d'}]}}}";
        ParsedJsonSchema reader = parse(circle(20, node));
        ParsedJsonSchema writer = parse(circle(21, node));
        Thread small = new Thread(null, () -> found.add(strict(reader, writer)), "small stack", 512 << 10);
        small.start();
        small.join();

        assertThat(found).containsExactly(List.of("SCHEMA_TOO_COMPLEX #/"));
    }

    @Test
    void reasonsAreBounded() {
        JsonSchemaKind kind = new JsonSchemaKind(
                JsonSchemaLimits.standard(), new CompareLimits(1_000, 100, 3, 10_000, 10_000, 10_000));
        String text =
                "{'type':'object','properties':{'a':{'type':'%1$s'},'b':{'type':'%1$s'},'c':{'type':'%1$s'},'d':{'type':'%1$s'}}}";

        List<Incompatibility> found = kind.incompatibilities(
                parse(text.formatted("string")),
                parse(text.formatted("number")),
                CompatibilityPolicy.STRICT,
                Sides.NEW_READS_OLD);

        assertThat(Schemas.rulesAndPaths(found))
                .containsExactly(
                        "TYPE_CHANGED #/properties/a", "TYPE_CHANGED #/properties/b", "TYPE_CHANGED #/properties/c");
    }

    @Test
    void reasonsSayWhatEitherSideHas() {
        List<Incompatibility> found = Schemas.KIND.incompatibilities(
                parse("{'type':'string','maxLength':2}"),
                parse("{'type':'string','maxLength':3}"),
                CompatibilityPolicy.STRICT,
                Sides.OLD_READS_NEW);

        assertThat(found)
                .containsExactly(new Incompatibility(
                        "MAX_LENGTH_DECREASED",
                        "#/maxLength",
                        "3",
                        "2",
                        "the old schema has a lower maximum length than the new schema at path '#/maxLength'"));
    }

    @Test
    void repetitionsInNamesOfPropertiesCostNothing() {
        String text =
                "{'type':'object','patternProperties':{'((((a{1,1000}){1,1000}){1,1000}){1,1000})$':{'type':'%s'},"
                        + "'^(a|a?)+$':{'type':'%s'}}%s}";
        ParsedJsonSchema writer = parse(text.formatted("string", "string", ",'additionalProperties':false"));
        String name = "a".repeat(900) + "b";
        ParsedJsonSchema reader = parse(text.formatted(
                "string", "string", ",'properties':{'" + name + "':{'type':'number'}},'additionalProperties':false"));

        assertThat(strict(reader, writer))
                .containsExactly("PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/" + name);
    }

    @Test
    void logicallyAMeaningMustNotChange() {
        String text = "{'type':'object','properties':{'a':{'type':'string','%s':'%s'}}}";
        for (String each : new String[] {
            "title TITLE_CHANGED",
            "format FORMAT_CHANGED",
            "contentEncoding CONTENT_ENCODING_CHANGED",
            "connect.type CONNECT_TYPE_CHANGED"
        }) {
            String keyword = each.split(" ")[0];
            ParsedJsonSchema one = parse(text.formatted(keyword, "one"));
            ParsedJsonSchema two = parse(text.formatted(keyword, "two"));

            assertThat(broken(two, one, CompatibilityPolicy.LOGICAL))
                    .containsExactly(each.split(" ")[1] + " #/properties/a/" + keyword);
            assertThat(broken(one, one, CompatibilityPolicy.LOGICAL)).isEmpty();
            assertThat(strict(two, one)).isEmpty();
        }
    }

    @Test
    void logicallyAValueMayBecomeOptional() {
        ParsedJsonSchema before = parse("{'type':'integer','connect.type':'int32','title':'t'}");
        ParsedJsonSchema after =
                parse("{'oneOf':[{'type':'null'},{'type':'integer','connect.type':'int32','title':'t'}]}");

        assertThat(broken(after, before, CompatibilityPolicy.LOGICAL)).isEmpty();
    }

    private static List<String> strict(ParsedJsonSchema reader, ParsedJsonSchema writer) {
        return broken(reader, writer, CompatibilityPolicy.STRICT);
    }

    private static String doubling(String type) {
        String definitions = IntStream.range(0, 60)
                .mapToObj(i -> "'d" + i + "':{'type':'object','properties':{'a':{'$ref':'#/definitions/d" + (i + 1)
                        + "'},'b':{'$ref':'#/definitions/d" + (i + 1) + "'}}}")
                .collect(Collectors.joining(","));
        return "{'$ref':'#/definitions/d0','definitions':{" + definitions + ",'d60':{'type':'" + type + "'}}}";
    }

    private static String circle(int length) {
        return circle(length, "{'type':'array','items':{'$ref':'#/definitions/d%d'}}");
    }

    private static String circle(int length, String node) {
        String definitions = IntStream.range(0, length)
                .mapToObj(i -> "'d" + i + "':" + node.formatted((i + 1) % length))
                .collect(Collectors.joining(","));
        return "{'$ref':'#/definitions/d0','definitions':{" + definitions + "}}";
    }
}
