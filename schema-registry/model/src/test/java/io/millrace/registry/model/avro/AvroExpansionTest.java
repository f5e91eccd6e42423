package io.millrace.registry.model.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that are short, and without an end where every use of a type is written out. */
class AvroExpansionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOO_LARGE = "more than 1000000 parts";

    private final AvroKind kind = new AvroKind(AvroLimits.standard());

    private static <T> T soon(Supplier<T> work) {
        return assertTimeoutPreemptively(PATIENCE, work::get);
    }

    private Decision<ParsedAvro> parse(String text, Strictness strictness) {
        return soon(() -> kind.parse(new SchemaSource(text, List.of()), strictness));
    }

    private static String message(Decision<ParsedAvro> decision) {
        return decision.fold(value -> "accepted", Decision.Refused::message);
    }

    private String strictly(String text) {
        return message(parse(text, Strictness.STRICT));
    }

    private ParsedAvro stored(String text) {
        return parse(text, Strictness.LENIENT).fold(value -> value, refused -> {
            throw new AssertionError(refused.message());
        });
    }

    private List<Incompatibility> compared(String reader, String writer, CompatibilityPolicy policy) {
        ParsedAvro one = stored(reader);
        ParsedAvro other = stored(writer);
        return soon(() -> kind.incompatibilities(one, other, policy, Sides.NEW_READS_OLD));
    }

    @Test
    void refusesANewSchemaOfATrillionParts() {
        assertThat(strictly(AvroBombs.doubling(12, 10, "\"int\"")))
                .contains(TOO_LARGE, "where every use of a named type is written out");
    }

    @Test
    void refusesItBehindUnionsAndArraysAndReferencesToo() {
        assertThat(strictly(AvroBombs.doubling(12, 10, "\"int\"", AvroBombs::optional, "")))
                .contains(TOO_LARGE);
        assertThat(strictly(AvroBombs.doubling(12, 10, "\"int\"", AvroBombs::list, "")))
                .contains(TOO_LARGE);
        Dependency half = new Dependency("half", AvroBombs.doubling(5, 10, "\"int\""));
        String whole = AvroBombs.doubling(5, 10, "\"R1\"").replace("\"name\":\"R", "\"name\":\"p.R");
        SchemaSource source = new SchemaSource(whole, List.of(half));
        assertThat(message(kind.parse(source, Strictness.STRICT))).contains(TOO_LARGE);
    }

    /** Avro walks through every default that is left to the defaults inside it, once for each way to it. */
    @Test
    void refusesItBeforeItsDefaultsAreLookedAt() {
        assertThat(strictly(AvroBombs.doubling(12, 10, "", type -> type, ",\"default\":{}")))
                .contains(TOO_LARGE);
    }

    @Test
    void refusesAChainThatOnlyItsUsesMakeDeep() {
        StringBuilder fields = new StringBuilder();
        for (int i = 300; i > 0; i--) {
            String next = i == 300 ? "\"int\"" : "\"C" + (i + 1) + "\"";
            fields.append(i == 300 ? "" : ",")
                    .append("{\"name\":\"f" + i + "\",\"type\":{\"type\":\"record\",\"name\":\"C" + i
                            + "\",\"fields\":[{\"name\":\"next\",\"type\":" + next + "}]}}");
        }
        assertThat(strictly("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}"))
                .contains("deeper than 250 schemas");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'record','name':'R','fields':[{'name':'next','type':['null','R'],'default':null}]}",
                "{'type':'record','name':'R','fields':[{'name':'children','type':{'type':'array','items':'R'}}]}",
                "{'type':'record','name':'R','fields':[{'name':'endless','type':'R'}]}"
            })
    void takesARecordThatRefersToItself(String text) {
        assertThat(strictly(text.replace('\'', '"'))).isEqualTo("accepted");
    }

    /** As the nodes of a syntax tree do. */
    @Test
    void takesManyRecordsThatReferToEachOther() {
        assertThat(strictly(AvroBombs.mutual(25, "\"int\""))).isEqualTo("accepted");
    }

    @Test
    void takesWhatIsUsedOften() {
        assertThat(strictly(AvroBombs.doubling(5, 10, "\"int\""))).isEqualTo("accepted");
        assertThat(strictly(AvroBombs.doubling(6, 10, "\"int\""))).contains(TOO_LARGE);
    }

    @Test
    void keepsWhatIsStoredReadable() {
        String bomb = AvroBombs.doubling(12, 10, "\"int\"");
        ParsedAvro stored = stored(bomb);

        assertThat(stored.canonicalText()).hasSizeLessThan(2 * bomb.length());
        assertThat(soon(stored::normalText)).hasSizeLessThan(2 * bomb.length());
        assertThat(soon(() -> kind.formatted(stored, "resolved"))).hasSizeLessThan(2 * bomb.length());
    }

    @ParameterizedTest
    @EnumSource(CompatibilityPolicy.class)
    void comparesAStoredOneWithWhatIsTheSame(CompatibilityPolicy policy) {
        String bomb = AvroBombs.doubling(12, 10, "\"int\"");
        assertThat(compared(bomb, bomb, policy)).isEmpty();
        String wider = AvroBombs.doubling(12, 10, "\"long\"");
        assertThat(compared(wider, bomb, policy)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CompatibilityPolicy.class)
    void doesNotListATrillionTimesWhatChangedInAStoredOne(CompatibilityPolicy policy) {
        List<Incompatibility> found =
                compared(AvroBombs.doubling(12, 10, "\"string\""), AvroBombs.doubling(12, 10, "\"int\""), policy);

        assertThat(found).singleElement().satisfies(only -> {
            assertThat(only.rule()).isEqualTo("SCHEMA_TOO_COMPLEX");
            assertThat(kind.message(only)).contains("more than 100000 incompatibilities");
        });
        assertThat(compared(AvroBombs.mutual(25, "\"string\""), AvroBombs.mutual(25, "\"int\""), policy))
                .extracting(Incompatibility::rule)
                .containsExactly("SCHEMA_TOO_COMPLEX");
    }

    @Test
    void comparesNoMoreBranchesThanThereIsRoomFor() {
        StringBuilder branches = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            branches.append(i == 0 ? "" : ",").append("{\"type\":\"fixed\",\"name\":\"F" + i + "\",\"size\":1}");
        }
        String many = "[" + branches + "]";
        String others = many.replace("\"F", "\"G");

        assertThat(compared(others, many, CompatibilityPolicy.STRICT))
                .singleElement()
                .satisfies(only -> assertThat(only.reader()).isEqualTo("more than 500000 pairs of schemas"));
    }
}
