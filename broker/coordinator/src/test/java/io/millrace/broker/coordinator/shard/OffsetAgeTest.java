package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.GroupConfig;
import org.junit.jupiter.api.Test;

class OffsetAgeTest {
    private static final long WRONG_BY_MS = 10 * GroupConfig.DEFAULTS.offsetsRetentionMs();

    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final GroupDriver group = new GroupDriver(driver, "group");

    @Test
    void countsByTheWallClockOverARestart() {
        // Given
        driver.shard.wallAhead(WRONG_BY_MS);
        group.commit("", -1, "old", 0, 1, "");

        // When
        driver.nowMs += WRONG_BY_MS;
        driver.restart();
        driver.advance(GroupConfig.DEFAULTS.offsetsRetentionMs() - 1);
        long before = group.fetch("old", 0).committedOffset();
        driver.advance(GroupConfig.DEFAULTS.offsetsCheckIntervalMs());

        // Then
        assertThat(before).isEqualTo(1);
        assertThat(group.fetch("old", 0).committedOffset()).isEqualTo(-1);
    }
}
