package io.millrace.registry.model.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectSelectionTest {
    private static SubjectSelection of(String... written) {
        return SubjectSelection.of(List.of(written)).orElseThrow();
    }

    @Test
    void aStarIsTheWholeDefaultContext() {
        assertThat(of("*").matches("a")).isTrue();
        assertThat(of("*").matches(":.c:a")).isFalse();
        assertThat(of("*").matches("")).as("the settings of all").isFalse();
    }

    @Test
    void aNameIsThatSubjectAndABeginningAllThatBeginSo() {
        assertThat(of("a").matches("a")).isTrue();
        assertThat(of("a").matches("ab")).isFalse();
        assertThat(of("a*").matches("ab")).isTrue();
        assertThat(of("a*").matches(":.c:ab")).isFalse();
        assertThat(of("b", ":.c:a*").matches(":.c:ab")).isTrue();
        assertThat(of(":.c:a").matches(":.c:ab")).isFalse();
        assertThat(of(":.c:a").matches(":.c:a")).isTrue();
    }

    @Test
    void aContextIsAllInIt() {
        for (String context : new String[] {".c", ":.c:", ":.c:*"}) {
            assertThat(of(context).matches(":.c:a")).as(context).isTrue();
            assertThat(of(context).matches("a")).as(context).isFalse();
            assertThat(of(context).matches(":.c:")).as(context).isFalse();
        }
        assertThat(of(":*:").matches(":.c:a")).isTrue();
        assertThat(of(":*:").matches("a")).isTrue();
        assertThat(of(":*:a*").matches(":.c:b")).isFalse();
    }

    @Test
    void whatCannotBeASubjectIsRefused() {
        assertThat(SubjectSelection.of(List.of())).isEmpty();
        assertThat(SubjectSelection.of(List.of("a", " "))).isEmpty();
        assertThat(SubjectSelection.of(List.of("a*b"))).isEmpty();
        assertThat(SubjectSelection.of(List.of("**"))).isEmpty();
        assertThat(SubjectSelection.of(List.of(":*:*"))).isPresent();
    }
}
