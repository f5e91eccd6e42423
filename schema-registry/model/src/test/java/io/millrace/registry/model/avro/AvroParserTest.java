package io.millrace.registry.model.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroParserTest {
    private final AvroParser parser = new AvroParser(AvroLimits.standard());

    private Decision<ParsedAvro> strict(String text) {
        return parser.parse(new SchemaSource(text, List.of()), Strictness.STRICT);
    }

    private static String message(Decision<ParsedAvro> decision) {
        return decision.fold(value -> "accepted", Decision.Refused::message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{\"type\":\"recor\"}",
                "\"Unknown\"",
                "{\"type\":\"record\",\"name\":\"R\"}",
                "\"int\" \"int\"",
                "{\"type\":\"record\",\"name\":\"a-b\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}",
                "[[\"int\"]]",
                "[\"int\",\"int\"]",
                "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"A\"]}",
                "{\"type\":\"array\"}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":5}",
                "[1]",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":\"x\"}",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":2147483647}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"double\",\"default\":\"x\"}]}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"order\":\"up\"}]}",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"order\":1}]}"
            })
    void refusesWhatIsNotASchema(String text) {
        assertThat(strict(text).isAccepted()).as(message(strict(text))).isFalse();
    }

    private static String withDefault(String type, String value) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"d\",\"type\":" + type + ",\"default\":"
                + value + "}]}";
    }

    /** Avro writes a text in their place, which it does not take for a number there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "[\"double\",\"null\"] | 1e400",
                "[\"null\",\"float\"] | -1e400",
                "{\"type\":\"array\",\"items\":\"double\"} | [1, 1e400]",
                "{\"type\":\"map\",\"values\":\"float\"} | {\"z\":1e400}",
                "{\"type\":\"record\",\"name\":\"Q\",\"fields\":[{\"name\":\"z\",\"type\":\"double\"}]} | {\"z\":1e400}"
            })
    void refusesDefaultsThatNobodyCouldReadAgain(String type, String value) {
        assertThat(message(strict(withDefault(type, value))))
                .contains("a default in it is a number that is too large, which nobody could read again");
        assertThat(message(strict(withDefault(type, "\"x\"")))).doesNotContain("too large");
    }

    @ParameterizedTest
    @CsvSource({"double,'\"NaN\"'", "float,'\"-Infinity\"'", "double,1e400", "float,3.5e38", "double,1.5"})
    void whatIsAcceptedIsReadAgainByClients(String type, String value) {
        // When
        String stored = strict(withDefault('"' + type + '"', value))
                .fold(ParsedAvro::canonicalText, refused -> "refused: " + refused.message());

        // Then
        Schema read = new Schema.Parser().parse(stored);
        assertThat(read.toString()).isEqualTo(stored);
        assertThat(message(strict(stored))).isEqualTo("accepted");
        assertThat(GenericData.get().getDefaultValue(read.getField("d"))).isInstanceOf(Number.class);
    }

    @Test
    void keepsWhatAnEarlierRegistryTookReadable() {
        // Given
        String odd = "{\"type\":\"record\",\"name\":\"a-b\",\"fields\":"
                + "[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}";

        // Then
        assertThat(parser.parse(new SchemaSource(odd, List.of()), Strictness.LENIENT)
                        .isAccepted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1"})
    void refusesSymbolsThatNobodyCouldCompare(String symbol) {
        String text = "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"," + symbol + "]}";

        assertThat(message(parser.parse(new SchemaSource(text, List.of()), Strictness.LENIENT)))
                .contains("symbol");
    }

    /** Where names are not looked at, Avro trips over it. */
    @ParameterizedTest
    @EnumSource(Strictness.class)
    void refusesANameOfDots(Strictness strictness) {
        String text = "{\"type\":\"fixed\",\"name\":\"..\",\"size\":2}";

        assertThat(message(parser.parse(new SchemaSource(text, List.of()), strictness)))
                .containsAnyOf("a name in it has no letters", "Empty name");
    }

    @Test
    void refusesSchemasThatAreBombs() {
        // Given
        String deep = "{\"type\":\"array\",\"items\":".repeat(100_000) + "\"int\"" + "}".repeat(100_000);
        String ratherDeep = "{\"type\":\"array\",\"items\":".repeat(70) + "\"int\"" + "}".repeat(70);
        StringBuilder wide = new StringBuilder("{\"type\":\"record\",\"name\":\"R\",\"fields\":[");
        for (int i = 0; i < 10_001; i++) {
            wide.append(i == 0 ? "" : ",").append("{\"name\":\"f" + i + "\",\"type\":\"int\"}");
        }

        // Then
        assertThat(message(strict(deep))).contains("larger than");
        assertThat(message(strict(deep.substring(0, 500_000)))).contains("nested too deeply");
        assertThat(message(strict(ratherDeep))).contains("deeper than 64");
        assertThat(message(strict(wide + "]}"))).contains("more than 10000 fields");
    }

    @Test
    void writesReferencesAsReferences() {
        // Given
        String part = "{\"type\":\"record\",\"name\":\"Part\",\"namespace\":\"p\",\"fields\":[]}";
        String whole = "{\"type\":\"record\",\"name\":\"Whole\",\"namespace\":\"p\",\"fields\":"
                + "[{\"name\":\"part\",\"type\":\"Part\"}]}";

        // When
        Decision<ParsedAvro> parsed =
                parser.parse(new SchemaSource(whole, List.of(new Dependency("p.Part", part))), Strictness.STRICT);

        // Then
        assertThat(parsed.fold(ParsedAvro::canonicalText, Decision.Refused::message))
                .doesNotContain("\"name\":\"Part\"")
                .contains("Part");
    }

    /** Such as a type inside the one that the reference is to. */
    @Test
    void leavesOutAllTypesThatAReferenceBrings() {
        // Given
        Dependency outer = new Dependency(
                "p.Outer",
                "{\"type\":\"record\",\"name\":\"p.Outer\",\"fields\":[{\"name\":\"inner\",\"type\":[\"null\","
                        + "{\"type\":\"enum\",\"name\":\"p.Inner\",\"symbols\":[\"A\"]}]}]}");
        String whole = "{\"type\":\"record\",\"name\":\"p.Whole\",\"fields\":[{\"name\":\"inner\",\"type\":\"p.Inner\"}"
                + ",{\"name\":\"outer\",\"type\":\"p.Outer\"}]}";

        // When
        String stored = parser.parse(new SchemaSource(whole, List.of(outer)), Strictness.STRICT)
                .fold(ParsedAvro::canonicalText, refused -> "refused: " + refused.message());

        // Then
        assertThat(stored).contains("\"type\":\"Inner\"", "\"type\":\"Outer\"");
        assertThat(message(parser.parse(new SchemaSource(stored, List.of(outer)), Strictness.LENIENT)))
                .isEqualTo("accepted");
    }

    @Test
    void takesOneTextUnderTwoNames() {
        // Given
        Dependency part = new Dependency("p.Part", "{\"type\":\"fixed\",\"name\":\"p.Part\",\"size\":4}");
        Dependency again = new Dependency("part", part.text());

        // Then
        assertThat(parser.parse(new SchemaSource("\"p.Part\"", List.of(part, again)), Strictness.STRICT)
                        .isAccepted())
                .isTrue();
    }

    @Test
    void neverLoadsAClassThatASchemaNames() {
        // Given
        String text = "{\"type\":\"string\",\"java-class\":\"io.millrace.NoSuchClass\"}";

        // Then
        assertThat(strict(text).isAccepted()).isTrue();
    }
}
