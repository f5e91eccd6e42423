package io.millrace.connect.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.Preview;
import io.millrace.connect.worker.control.Preview.Ending;
import io.millrace.connect.worker.control.PreviewRequest;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class FindingsTest {

    @Test
    void endsWhenItIsEnough() {
        // Given
        Findings findings = findings(2);

        // When
        findings.show(record("a"), Map.of(), List.of());
        boolean early = findings.complete();
        findings.show(record("b"), Map.of(), List.of());

        // Then
        assertThat(early).isFalse();
        assertThat(findings.complete()).isTrue();
        assertThat(findings.preview(true).ended()).isEqualTo(Ending.RECORDS);
    }

    @Test
    void endsWhenTheAnswerIsLarge() {
        // Given
        Findings findings = findings(1_000);

        // When
        int shown = 0;
        while (!findings.complete()) {
            findings.show(record("x".repeat(60_000)), Map.of(), List.of());
            shown++;
        }

        // Then
        assertThat(shown).isLessThan(100);
        assertThat(findings.preview(true).ended()).isEqualTo(Ending.BYTES);
    }

    @Test
    void endsWhenNothingIsLeftOfTooManyRecords() {
        // Given
        Findings findings = findings(1);

        // When
        int polled = 0;
        while (!findings.complete()) {
            findings.polledOne();
            findings.droppedOne();
            polled++;
        }

        // Then
        assertThat(polled).isEqualTo(10_000);
        assertThat(findings.preview(true).ended()).isEqualTo(Ending.DROPPED);
    }

    @Test
    void showsWhatHasNoJsonAsAnError() {
        // Given
        Findings findings = findings(1);

        // When
        findings.show(
                new SourceRecord(Map.of(), Map.of(), "t", null, null, null, null, new Object()), Map.of(), List.of());

        // Then
        Preview.Shown shown = findings.preview(true).records().get(0);
        assertThat(shown.value()).isNull();
        assertThat(shown.errors()).singleElement().satisfies(error -> assertThat(error.stage())
                .isEqualTo("VALUE_NOT_SHOWN"));
    }

    @Test
    void keepsTheFirstReason() {
        // Given
        Findings findings = findings(1);

        // When
        findings.end(Ending.TIME);
        findings.failed("poll", new IllegalStateException("interrupted"));

        // Then
        assertThat(findings.preview(false).ended()).isEqualTo(Ending.TIME);
        assertThat(findings.preview(false).failure()).isEmpty();
    }

    private static Findings findings(int records) {
        return new Findings(new PreviewRequest("c", Map.of(), records, 1_000, ""), ConnectorType.SOURCE);
    }

    private static SourceRecord record(String value) {
        return new SourceRecord(Map.of(), Map.of(), "t", Schema.STRING_SCHEMA, value);
    }
}
