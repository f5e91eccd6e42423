package io.millrace.registry.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WorkAheadTest {
    private record Text(String canonicalText) implements ParsedSchema {
        @Override
        public String normalText() {
            return canonicalText;
        }
    }

    /** Takes any text but "broken"; two of the same first letter are compatible. Notes what it does under the lock. */
    private final class WatchedKind implements SchemaKind<Text> {
        private final List<String> underLock = new ArrayList<>();
        private final List<String> outside = new ArrayList<>();

        private boolean remembers;

        @Override
        public Optional<Decision<Text>> known(SchemaSource source, Strictness strictness) {
            return remembers ? Optional.of(Decision.accept(new Text(source.text()))) : Optional.empty();
        }

        private void note(String what) {
            (locked ? underLock : outside).add(what);
        }

        @Override
        public String type() {
            return "TEXT";
        }

        @Override
        public Decision<Text> parse(SchemaSource source, Strictness strictness) {
            note("parse " + source.text());
            return source.text().equals("broken")
                    ? Decision.refuse(RegistryErrorCode.INVALID_SCHEMA, "broken")
                    : Decision.accept(new Text(source.text()));
        }

        @Override
        public List<Incompatibility> incompatibilities(
                Text reader, Text writer, CompatibilityPolicy policy, Sides sides) {
            note("compare " + reader.canonicalText() + " " + writer.canonicalText());
            return reader.canonicalText().charAt(0) == writer.canonicalText().charAt(0)
                    ? List.of()
                    : List.of(new Incompatibility("RULE", "", "", "", "differs"));
        }
    }

    private final WatchedKind kind = new WatchedKind();
    private final WorkAhead ahead = new WorkAhead(new SchemaKinds(List.of(kind)));
    private final List<String> texts = new ArrayList<>();
    private boolean locked;

    private <T> T underLock(Supplier<T> action) {
        locked = true;
        try {
            return action.get();
        } finally {
            locked = false;
        }
    }

    /** Which of the texts, newest first, the last one is not compatible with, or that it cannot be read. */
    private String verdict(SchemaKinds kinds) {
        return underLock(() -> kinds.find("TEXT").fold(found -> verdict(found), refused -> "no kind"));
    }

    private <S extends ParsedSchema> String verdict(SchemaKind<S> found) {
        Decision<S> newest = read(found, texts.get(texts.size() - 1));
        return newest.fold(
                newer -> {
                    for (int i = texts.size() - 2; i >= 0; i--) {
                        S older = read(found, texts.get(i)).fold(value -> value, refused -> null);
                        if (!found.incompatibilities(newer, older, CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD)
                                .isEmpty()) {
                            return "differs from " + texts.get(i);
                        }
                    }
                    return "fits";
                },
                refused -> refused.message());
    }

    private static <S extends ParsedSchema> Decision<S> read(SchemaKind<S> found, String text) {
        return found.parse(new SchemaSource(text, List.of()), Strictness.STRICT);
    }

    private String asked() {
        return ahead.ask(this::verdict);
    }

    private String decided(Function<SchemaKinds, String> quickly) {
        return ahead.decide(this::verdict, quickly, kinds -> {
            throw new AssertionError("slowly");
        });
    }

    @Test
    void answersWithoutWorkUnderTheLock() {
        // Given
        texts.addAll(List.of("a1", "b2", "a3", "a4"));

        // Then
        assertThat(asked()).isEqualTo("differs from b2");
        assertThat(kind.underLock).isEmpty();
        assertThat(kind.outside).containsOnlyOnce("parse a4", "compare a4 a3", "compare a4 b2");
        assertThat(kind.outside).as("what comes after the verdict").doesNotContain("compare a4 a1");
    }

    @Test
    void answersRefusalsAsTheyAre() {
        // Given
        texts.add("broken");

        // Then
        assertThat(asked()).isEqualTo("broken");
        assertThat(kind.underLock).isEmpty();
    }

    @Test
    void decidesOnTheStateAsItIsThen() {
        // Given
        texts.addAll(List.of("a1", "a2"));
        List<String> verdicts = new ArrayList<>();

        // When: a version comes in between, so that the guess is worth nothing
        String decided = decided(kinds -> {
            if (verdicts.isEmpty()) {
                texts.add(1, "b");
            }
            verdicts.add("tried");
            return verdict(kinds);
        });

        // Then
        assertThat(decided).isEqualTo("differs from b");
        assertThat(verdicts).hasSize(2);
        assertThat(kind.underLock).isEmpty();
    }

    /** Then only the comparison is missing, of which a question may guess how it ends. */
    @Test
    void decidesWithoutAGuessWhereTheSchemaInBetweenIsRemembered() {
        // Given
        kind.remembers = true;
        texts.addAll(List.of("a1", "a2"));

        // When
        String decided = decided(kinds -> {
            if (texts.size() == 2) {
                texts.add(1, "b");
            }
            return verdict(kinds);
        });

        // Then
        assertThat(decided).isEqualTo("differs from b");
        assertThat(kind.underLock).isEmpty();
    }

    @Test
    void decidesUnderTheLockWhatDoesNotComeToRest() {
        // Given
        texts.addAll(List.of("a1", "a2"));
        List<String> tried = new ArrayList<>();

        // When
        Function<SchemaKinds, String> afterAnother = kinds -> {
            tried.add("tried");
            texts.add(1, "a" + "x".repeat(tried.size()));
            return verdict(kinds);
        };
        String decided = ahead.decide(
                this::verdict,
                kinds -> {
                    assertThat(kind.underLock).isEmpty();
                    return afterAnother.apply(kinds);
                },
                afterAnother);

        // Then
        assertThat(decided).isEqualTo("fits");
        assertThat(tried).hasSize(WorkAhead.MAX_ROUNDS + 1);
        assertThat(kind.underLock)
                .as("only with what came in between")
                .contains("compare a2 a" + "x".repeat(tried.size()))
                .doesNotContain("parse a2", "compare a2 a1");
    }

    @Test
    void decidesSlowlyWhatItCannotKeep() {
        // Given
        texts.addAll(List.of("a" + "x".repeat(AheadWork.MAX_CHARACTERS), "a2"));
        List<String> tried = new ArrayList<>();

        // When
        String decided = ahead.decide(
                this::verdict,
                kinds -> {
                    tried.add("quickly");
                    kind.underLock.clear();
                    try {
                        return verdict(kinds);
                    } finally {
                        assertThat(kind.underLock).isEmpty();
                    }
                },
                kinds -> {
                    tried.add("slowly");
                    return verdict(kinds);
                });

        // Then
        assertThat(decided).isEqualTo("fits");
        assertThat(tried).containsExactly("quickly", "slowly");
        assertThat(kind.outside).as("nothing that would be done again").containsExactly("parse a2");
    }

    /** A schema that is too large to keep, and more of them than are kept. */
    @Test
    void doesUnderTheLockWhatItCannotKeep() {
        // Given
        texts.add("a" + "x".repeat(AheadWork.MAX_CHARACTERS));
        for (int i = 0; i < AheadWork.MAX_RESULTS; i++) {
            texts.add("a" + i);
        }

        // Then
        assertThat(asked()).isEqualTo("fits");
        assertThat(kind.outside).hasSizeGreaterThan(100).hasSizeLessThanOrEqualTo(AheadWork.MAX_RESULTS);
        assertThat(kind.underLock).isNotEmpty();
    }
}
