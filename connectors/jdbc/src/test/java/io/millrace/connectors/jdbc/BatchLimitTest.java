package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchLimitTest {
    private final BatchLimit limit = new BatchLimit(1_000);

    @Test
    void halvesWhatTookTooLongDownToOneRecord() {
        // Given
        limit.tookTooLong(600);
        assertThat(limit.records()).isEqualTo(300);

        // When
        for (int i = 0; i < 20; i++) {
            limit.tookTooLong(limit.records());
        }

        // Then
        assertThat(limit.records()).isEqualTo(1);
    }

    @Test
    void growsWithFullBatchesOnlyAndNeverBeyondTheConfiguredSize() {
        // Given
        limit.tookTooLong(1_000);

        // When
        limit.written(499);
        assertThat(limit.records()).isEqualTo(500);
        limit.written(500);
        assertThat(limit.records()).isEqualTo(510);
        for (int i = 0; i < 100; i++) {
            limit.written(limit.records());
        }

        // Then
        assertThat(limit.records()).isEqualTo(1_000);
    }
}
