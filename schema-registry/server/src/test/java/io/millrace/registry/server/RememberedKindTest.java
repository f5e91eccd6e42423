package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedKindTest {
    private static final int LARGEST = RememberedKind.MAX_CHARACTERS_EACH;

    private record Text(String canonicalText) implements ParsedSchema {
        @Override
        public String normalText() {
            return canonicalText;
        }
    }

    /** Takes any text, strictly only those without a question mark, and counts how often it parses. */
    private static final class CountingKind implements SchemaKind<Text> {
        private int parsed;

        @Override
        public String type() {
            return "TEXT";
        }

        @Override
        public Decision<Text> parse(SchemaSource source, Strictness strictness) {
            parsed++;
            return strictness == Strictness.STRICT && source.text().contains("?")
                    ? Decision.refuse(RegistryErrorCode.INVALID_SCHEMA, "a question")
                    : Decision.accept(new Text(source.text()));
        }

        @Override
        public List<Incompatibility> incompatibilities(
                Text reader, Text writer, CompatibilityPolicy policy, Incompatibility.Sides sides) {
            return List.of();
        }
    }

    private final CountingKind counting = new CountingKind();

    private static SchemaSource text(int number, int length) {
        String start = number + ":";
        return new SchemaSource(start + "x".repeat(length - start.length()), List.of());
    }

    private boolean parsesAgain(RememberedKind<?> kind, SchemaSource source) {
        int before = counting.parsed;
        kind.parse(source, Strictness.STRICT);
        return counting.parsed > before;
    }

    @Test
    void parsesARecentTextOnce() {
        // Given
        RememberedKind<Text> kind = new RememberedKind<>(counting, 2);

        // Then
        assertThat(parsesAgain(kind, text(1, 10))).isTrue();
        assertThat(parsesAgain(kind, text(2, 10))).isTrue();
        assertThat(parsesAgain(kind, text(1, 10))).isFalse();
        assertThat(parsesAgain(kind, text(3, 10))).isTrue();
        assertThat(parsesAgain(kind, text(1, 10))).isFalse();
        assertThat(parsesAgain(kind, text(2, 10)))
                .as("the one that was not used")
                .isTrue();
    }

    @Test
    void parsesWhatIsRightStrictlyOnceForBoth() {
        // Given
        RememberedKind<Text> kind = new RememberedKind<>(counting, 2);

        // When
        kind.parse(text(1, 10), Strictness.LENIENT);

        // Then
        assertThat(counting.parsed).isOne();
        assertThat(kind.known(text(1, 10), Strictness.LENIENT)).isPresent();
        assertThat(kind.known(text(1, 10), Strictness.STRICT)).isPresent();
        assertThat(parsesAgain(kind, text(1, 10))).isFalse();
    }

    @Test
    void doesNotTakeForStrictlyRightWhatIsRightLeniently() {
        // Given
        RememberedKind<Text> kind = new RememberedKind<>(counting, 2);
        SchemaSource question = new SchemaSource("is it?", List.of());

        // When
        Decision<Text> leniently = kind.parse(question, Strictness.LENIENT);

        // Then
        assertThat(leniently.isAccepted()).isTrue();
        assertThat(kind.known(question, Strictness.LENIENT)).hasValue(leniently);
        assertThat(kind.known(question, Strictness.STRICT)).isEmpty();
        assertThat(kind.parse(question, Strictness.STRICT).isAccepted()).isFalse();
        assertThat(kind.known(question, Strictness.LENIENT)).hasValue(leniently);
    }

    @Test
    void forgetsTheOldestWhenAllTogetherAreTooLong() {
        // Given
        RememberedKind<Text> kind = new RememberedKind<>(counting, 1000);
        int fitting = RememberedKind.MAX_CHARACTERS / LARGEST;
        for (int i = 0; i < fitting; i++) {
            kind.parse(text(i, LARGEST), Strictness.STRICT);
        }
        assertThat(parsesAgain(kind, text(0, LARGEST))).isFalse();

        // When
        kind.parse(text(fitting, 10), Strictness.STRICT);

        // Then
        assertThat(parsesAgain(kind, text(0, LARGEST))).isFalse();
        assertThat(parsesAgain(kind, text(1, LARGEST))).isTrue();
    }

    @Test
    void keepsNothingThatIsTooLongAlone() {
        // Given
        RememberedKind<Text> kind = new RememberedKind<>(counting, 1000);
        SchemaSource small = text(1, 10);
        SchemaSource large = text(2, LARGEST + 1);
        SchemaSource needy = new SchemaSource("y", List.of(new Dependency("n", "x".repeat(LARGEST))));
        kind.parse(small, Strictness.STRICT);
        kind.parse(large, Strictness.STRICT);
        kind.parse(needy, Strictness.STRICT);

        // Then
        assertThat(parsesAgain(kind, large)).isTrue();
        assertThat(parsesAgain(kind, needy)).isTrue();
        assertThat(parsesAgain(kind, small)).isFalse();
    }
}
