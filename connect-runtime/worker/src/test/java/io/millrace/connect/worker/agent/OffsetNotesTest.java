package io.millrace.connect.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.secrets.Discretion;
import org.junit.jupiter.api.Test;

class OffsetNotesTest {

    private final Discretion discretion = text -> text.replace("s3cr3t", "[hidden]");

    @Test
    void whatIsKeptOfAFailureTellsNoSecretAndNoHalfOfOne() {
        assertThat(OffsetNotes.described(new IllegalStateException("refused: s3cr3t"), discretion))
                .isEqualTo("refused: [hidden]");
        String lengthy = "x".repeat(OffsetNotes.FAILURE_LENGTH_MAX - 3) + "s3cr3t";
        assertThat(OffsetNotes.described(new IllegalStateException(lengthy), discretion))
                .hasSize(OffsetNotes.FAILURE_LENGTH_MAX)
                .doesNotContain("s3c");
        assertThat(OffsetNotes.described(new IllegalStateException(), discretion))
                .isEqualTo("java.lang.IllegalStateException");
    }
}
