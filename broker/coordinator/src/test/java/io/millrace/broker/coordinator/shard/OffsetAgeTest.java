package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.GroupConfig;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetAgeTest {
    private static final long RETENTION_MS = 7 * 86_400_000L;
    private static final long WRONG_BY_MS = 10 * RETENTION_MS;

    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final GroupDriver group = new GroupDriver(driver, "group");

    @Test
    void countsByTheWallClockOverARestart() {
        // Given
        driver.jump(WRONG_BY_MS);
        group.commit("", -1, "old", 0, 1, "");

        // When
        driver.restartBroker();
        driver.advance(GroupConfig.DEFAULTS.offsetsRetentionMs() - 1);
        long before = group.fetch("old", 0).committedOffset();
        driver.advance(GroupConfig.DEFAULTS.offsetsCheckIntervalMs());

        // Then
        assertThat(before).isEqualTo(1);
        assertThat(group.fetch("old", 0).committedOffset()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-WRONG_BY_MS, WRONG_BY_MS})
    void aJumpTakesNothingFromAGroupWithMembers(long jumpMs) {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        group.commit(member.memberId(), member.generationId(), 1);

        // When
        driver.jump(jumpMs);
        for (int beat = 0; beat < GroupConfig.DEFAULTS.offsetsCheckIntervalMs() / GroupDriver.SESSION_MS + 1; beat++) {
            driver.advance(GroupDriver.SESSION_MS - 1);
            group.heartbeat(member.memberId(), member.generationId());
        }

        // Then
        assertThat(group.committed()).isEqualTo(1);
        assertThat(group.state()).isEqualTo("Stable");
    }

    @Test
    void aForwardJumpExpiresWhatIsOldByTheWallClock() {
        // Given
        group.commit("", -1, "old", 0, 1, "");

        // When
        driver.jump(RETENTION_MS);
        group.commit("", -1, "new", 0, 2, "");
        driver.advance(GroupConfig.DEFAULTS.offsetsCheckIntervalMs());

        // Then
        assertThat(group.fetch("old", 0).committedOffset()).isEqualTo(-1);
        assertThat(group.fetch("new", 0).committedOffset()).isEqualTo(2);
    }

    @Test
    void aBackwardJumpExpiresNothing() {
        // Given
        group.commit("", -1, "old", 0, 1, "");

        // When
        driver.jump(-WRONG_BY_MS);
        driver.advance(2 * RETENTION_MS);

        // Then
        assertThat(group.fetch("old", 0).committedOffset()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, RETENTION_MS, WRONG_BY_MS})
    void aGroupHasItsTimeFromWhenItsLastMemberWentOverARestart(long jumpMs) {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        group.commit(member.memberId(), member.generationId(), 1);
        driver.jump(jumpMs);
        group.leave(member.memberId(), null);

        // When
        driver.restartBroker();
        driver.advance(RETENTION_MS - 1);

        // Then
        assertThat(group.committed()).isEqualTo(1);

        // When
        driver.advance(GroupConfig.DEFAULTS.offsetsCheckIntervalMs());

        // Then
        assertThat(group.committed()).isEqualTo(-1);
    }

    @Test
    void aClockThatWentBackBeforeARestartMakesNoOffsetImmortal() {
        // Given
        driver.jump(-WRONG_BY_MS);
        JoinGroupResponseData member = group.formGroupOfOne();
        group.commit(member.memberId(), member.generationId(), 1);
        group.leave(member.memberId(), null);

        // When
        driver.restartBroker();
        driver.advance(RETENTION_MS + GroupConfig.DEFAULTS.offsetsCheckIntervalMs());

        // Then
        assertThat(group.committed()).isEqualTo(-1);
    }
}
