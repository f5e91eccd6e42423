package io.millrace.registry.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each change that a registry has a rule for, under each policy and in both directions. */
class CompatibilityTableTest {

    static Stream<Row> rows() {
        return Stream.of(
                        ObjectRows.added(),
                        ObjectRows.addedToPartial(),
                        ObjectRows.removed(),
                        ObjectRows.rest(),
                        ObjectRows.counts(),
                        ObjectRows.dependencies(),
                        OtherRows.bounds(),
                        OtherRows.scalars(),
                        OtherRows.types(),
                        OtherRows.enums(),
                        OtherRows.conditions(),
                        OtherRows.arrays(),
                        OtherRows.tuples(),
                        OtherRows.additionalItems(),
                        OtherRows.combinations(),
                        OtherRows.combinersChanged(),
                        OtherRows.wrapped(),
                        OtherRows.references())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void newReadsOld(Row row) {
        assertThat(broken(row, CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD)).isEqualTo(row.strict());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void newReadsOldLeniently(Row row) {
        assertThat(broken(row, CompatibilityPolicy.LENIENT, Sides.NEW_READS_OLD))
                .isEqualTo(row.lenient());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void oldReadsNewWhenTheChangeIsMadeBackwards(Row row) {
        assertThat(broken(row, CompatibilityPolicy.STRICT, Sides.OLD_READS_NEW)).isEqualTo(row.strict());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everySchemaReadsItself(Row row) {
        for (String text : List.of(row.older(), row.newer())) {
            for (CompatibilityPolicy policy : CompatibilityPolicy.values()) {
                assertThat(Schemas.broken(Schemas.parse(text), Schemas.parse(text), policy))
                        .as("%s under %s", text, policy)
                        .isEmpty();
            }
        }
    }

    /** The newer schema of the row reads; it is called new or old. */
    private static List<String> broken(Row row, CompatibilityPolicy policy, Sides sides) {
        List<Incompatibility> found =
                Schemas.KIND.incompatibilities(Schemas.parse(row.newer()), Schemas.parse(row.older()), policy, sides);
        assertThat(found).allSatisfy(each -> assertThat(each.description())
                .contains("the " + sides.reader() + " schema")
                .contains("at path '" + each.path() + "'")
                .doesNotContain("{"));
        return Schemas.rulesAndPaths(found);
    }
}
