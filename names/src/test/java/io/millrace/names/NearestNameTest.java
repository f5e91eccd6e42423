package io.millrace.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> KNOWN =
            List.of("tasks.max", "topics", "topics.regex", "batch.size", "match.size", "hatch.size", "patch.size", "a");

    @ParameterizedTest
    @CsvSource({
        // left out, added, replaced, twice, and in the wrong case
        "tasks.mx,tasks.max",
        "tasks.maxx,tasks.max",
        "tasks.mix,tasks.max",
        "taks.mix,tasks.max",
        "TOPICS,topics",
        // a third of its letters
        "topcs.rgexx,topics.regex",
        // short names may be off by two
        "abc,a"
    })
    void findsWhatWasMeant(String written, String meant) {
        assertThat(NearestName.of(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"abcd", "retention.ms", "to.rex"})
    void saysNothingOfWhatIsFar(String written) {
        assertThat(NearestName.of(written, KNOWN)).isEmpty();
        assertThat(NearestName.hint(written, KNOWN)).isEmpty();
    }

    @Test
    void namesTheBestFirstAndThreeAtMost() {
        assertThat(NearestName.several("batch.siz", KNOWN)).containsExactly("batch.size", "hatch.size", "match.size");
        assertThat(NearestName.hint("topcs", KNOWN)).isEqualTo("; did you mean topics?");
        assertThat(NearestName.hint("batch.siz", KNOWN))
                .isEqualTo("; did you mean batch.size or hatch.size or match.size?");
    }

    @Test
    void comparesTheBeginningOfLongNamesOnly() {
        String longName = "x".repeat(256);
        assertThat(NearestName.of(longName + "y".repeat(1_000_000), List.of(longName + "z".repeat(1_000_000))))
                .isPresent();
    }
}
