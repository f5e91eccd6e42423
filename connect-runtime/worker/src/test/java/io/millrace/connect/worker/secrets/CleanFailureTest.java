package io.millrace.connect.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CleanFailureTest {

    private final Discretion discretion = text -> text == null ? null : text.replace("s3cr3t", "[hidden]");

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void isNothingForNothing() {
        // A sink may report a record without saying what is wrong with it.
        assertThat(Discretion.NONE.failure(null)).isNull();
    }

    @Test
    void whatTellsNoSecretIsLoggedAsItIs() {
        Exception failure = new IllegalStateException("harmless", new IllegalArgumentException("as well"));
        assertThat(discretion.failure(failure)).isSameAs(failure);
    }

    @Test
    void aSecretAnywhereInTheChainIsHiddenAndTheRestStaysReadable() {
        // Given
        Exception root = new IllegalArgumentException("refused: s3cr3t");
        root.addSuppressed(new IllegalStateException("and closing with s3cr3t"));
        Exception failure = new IllegalStateException("cannot start", root);

        // When
        Throwable clean = discretion.failure(failure);

        // Then
        assertThat(printed(clean))
                .doesNotContain("s3cr3t")
                .startsWith("java.lang.IllegalStateException: cannot start\n\tat "
                        + getClass().getName())
                .contains("Caused by: java.lang.IllegalArgumentException: refused: [hidden]")
                .contains("Suppressed: java.lang.IllegalStateException: and closing with [hidden]");
        assertThat(clean.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(clean.getCause().getStackTrace()).isEqualTo(root.getStackTrace());
    }

    @Test
    void aMessageIsHiddenThatTheTextOfTheExceptionLeavesOut() {
        Exception quiet = new IllegalStateException("s3cr3t") {
            private static final long serialVersionUID = 1L;

            @Override
            @SuppressWarnings("OverrideThrowableToString") // As plugins do.
            public String toString() {
                return "quiet";
            }
        };
        assertThat(printed(discretion.failure(quiet)))
                .startsWith("quiet: [hidden]")
                .doesNotContain("s3cr3t");
    }

    @Test
    void aCircleEnds() {
        // Given
        Exception one = new IllegalStateException("one s3cr3t");
        Exception two = new IllegalStateException("two", one);
        one.initCause(two);

        // When, Then
        assertThat(printed(discretion.failure(one)))
                .contains("one [hidden]", "two")
                .doesNotContain("s3cr3t");
    }

    @Test
    void whatIsNotLookedAtIsNotLogged() {
        // Given
        Throwable failure = new IllegalStateException("s3cr3t");
        for (int depth = 0; depth < CleanFailure.FAILURES_MAX; depth++) {
            failure = new IllegalStateException("depth " + depth, failure);
        }

        // When
        Throwable clean = discretion.failure(failure);

        // Then
        int length = 0;
        for (Throwable each = clean; each != null; each = each.getCause()) {
            length++;
        }
        assertThat(length).isEqualTo(CleanFailure.FAILURES_MAX);
        assertThat(printed(clean)).doesNotContain("s3cr3t").contains("depth 0");
    }

    @Test
    void anExceptionThatFailsWhenItIsAskedIsLoggedAllTheSame() {
        // Given
        Exception sly = new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new NoSuchMethodError("message");
            }

            @Override
            public synchronized Throwable getCause() {
                throw new NoSuchMethodError("cause");
            }
        };

        // When, Then
        assertThat(printed(discretion.failure(sly)))
                .contains(sly.getClass().getName(), "no message can be had", "NoSuchMethodError");
    }
}
