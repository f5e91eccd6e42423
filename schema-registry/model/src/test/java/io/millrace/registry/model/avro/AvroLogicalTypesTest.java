package io.millrace.registry.model.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroLogicalTypesTest {
    private static final String DECIMAL = "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}";
    private static final String MILLIS = "{'type':'long','logicalType':'timestamp-millis'}";
    private static final String MICROS = "{'type':'long','logicalType':'timestamp-micros'}";

    private final AvroKind kind = new AvroKind(AvroLimits.standard());

    private ParsedAvro parsed(String text) {
        return kind.parse(new SchemaSource(text.replace('\'', '"'), List.of()), Strictness.STRICT)
                .fold(value -> value, refused -> {
                    throw new AssertionError(refused.message());
                });
    }

    private List<Incompatibility> found(String reader, String writer, CompatibilityPolicy policy) {
        return kind.incompatibilities(parsed(reader), parsed(writer), policy, Sides.NEW_READS_OLD);
    }

    private List<Incompatibility> found(String reader, String writer) {
        assertThat(found(reader, writer, CompatibilityPolicy.STRICT)).isEmpty();
        return found(reader, writer, CompatibilityPolicy.LOGICAL);
    }

    private static String record(String field) {
        return "{'type':'record','name':'R','fields':[{'name':'x','type':'int','default':0}," + field + "]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'type':'bytes','logicalType':'decimal','precision':9,'scale':3} | DECIMAL_SCALE_CHANGED | 2 | 3
                    {'type':'bytes','logicalType':'decimal','precision':8,'scale':2} | DECIMAL_PRECISION_NARROWED | 9 | 8
                    'bytes' | LOGICAL_TYPE_CHANGED | decimal | none
                    'string' | LOGICAL_TYPE_CHANGED | decimal | none
                    """)
    void holdsAgainstAReaderThatItTakesADecimalForSomethingElse(String reader, String rule, String old, String now) {
        assertThat(found(reader, DECIMAL)).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo(rule);
            assertThat(found.path()).isEqualTo("/");
            assertThat(found.writer()).isEqualTo(old);
            assertThat(found.reader()).isEqualTo(now);
            assertThat(kind.message(found))
                    .contains("errorType:'" + rule + "'", "additionalInfo:'expected: " + old + ", found: " + now + "'");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'type':'bytes','logicalType':'decimal','precision':9,'scale':2,'doc':'x'}
                    {'type':'bytes','logicalType':'decimal','precision':12,'scale':2}
                    ['null',{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}]
                    """)
    void holdsNothingAgainstAReaderThatReadsTheSameNumbers(String reader) {
        assertThat(found(reader, DECIMAL)).isEmpty();
    }

    @Test
    void looksIntoRecordsArraysMapsAndUnions() {
        // Given
        String field =
                "{'name':'f','type':['null',{'type':'array','items':{'type':'map','values':%s}}],'default':null}";

        // When
        List<Incompatibility> found = found(record(field.formatted(MICROS)), record(field.formatted(MILLIS)));

        // Then
        assertThat(found)
                .containsExactly(new Incompatibility(
                        "LOGICAL_TYPE_CHANGED",
                        "/fields/1/type/1/items/values",
                        "timestamp-millis",
                        "timestamp-micros",
                        "the logical type at path '/fields/1/type/1/items/values' has changed"));
    }

    @Test
    void followsAliasesOfFields() {
        // Given
        String reader = record("{'name':'new','aliases':['old'],'type':" + MICROS + "}");
        String writer = record("{'name':'old','type':" + MILLIS + "}");

        // Then
        assertThat(found(reader, writer)).hasSize(1);
    }

    @Test
    void endsInTypesThatHoldThemselves() {
        // Given
        String list = "{'type':'record','name':'L','fields':[{'name':'next','type':['null','L'],'default':null},"
                + "{'name':'at','type':%s}]}";

        // Then
        assertThat(found(list.formatted(MICROS), list.formatted(MILLIS))).hasSize(1);
        assertThat(found(list.formatted(MILLIS), list.formatted(MILLIS))).isEmpty();
    }

    @Test
    void holdsAgainstAPromotionThatItLosesTheMeaning() {
        assertThat(found("'long'", "{'type':'int','logicalType':'date'}")).hasSize(1);
        assertThat(found("'long'", "'int'")).isEmpty();
    }

    @Test
    void holdsAgainstAPromotionIntoAUnionThatItLosesTheMeaning() {
        assertThat(found("['null'," + MILLIS + "]", "{'type':'int','logicalType':'date'}"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.path()).isEqualTo("/1");
                    assertThat(found.writer()).isEqualTo("date");
                    assertThat(found.reader()).isEqualTo("timestamp-millis");
                });
        assertThat(found("['null','long']", "['null',{'type':'int','logicalType':'date'}]"))
                .hasSize(1);
        assertThat(found("['null','long']", "'int'")).isEmpty();
    }
}
