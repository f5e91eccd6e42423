package io.millrace.registry.json.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.registry.json.JsonSchemaKind;
import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each charge by itself: in a whole comparison they cover for each other. */
class BudgetTest {
    @Test
    void aPairIsAStepThoughItsOutcomeIsKnown() {
        SchemaNode string = node("{\"type\":\"string\"}");
        Walk walk = new Walk(CompatibilityPolicy.STRICT, limits(100));
        assertThat(walk.differences(string, string)).isEmpty();

        assertThatThrownBy(() -> {
                    for (int asked = 0; asked <= 100; asked++) {
                        walk.differences(string, string);
                    }
                })
                .isInstanceOf(TooComplexException.class);
    }

    @Test
    void allPairsOfMembersAreStepsBeforeThereIsMemoryForThem() {
        Budget budget = new Budget(limits(99));

        assertThatThrownBy(() -> Matching.of(budget, 10, 10, (left, right) -> fail("was tried")))
                .isInstanceOf(TooComplexException.class);
    }

    private static SchemaNode node(String text) {
        return JsonSchemaKind.standard()
                .parse(new SchemaSource(text, List.of()), Strictness.STRICT)
                .fold(parsed -> parsed.root(), refused -> fail(refused.message()));
    }

    private static CompareLimits limits(long steps) {
        return new CompareLimits(200_000, 250, 100, steps, 8_000_000, 200_000);
    }
}
