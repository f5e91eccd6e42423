package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.Map;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ClassicLifeTest {
    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final GroupDriver group = new GroupDriver(driver, "group");

    /** Two members in generation 1, not synced. */
    private JoinGroupResponseData[] twoMembers() {
        long first = group.joinDynamic();
        long second = group.joinDynamic();
        driver.advance(6_000);
        return new JoinGroupResponseData[] {group.joined(first), group.joined(second)};
    }

    private void syncBoth(JoinGroupResponseData[] members) {
        long follower = group.sync(members[1].memberId(), 1, Map.of());
        group.sync(members[0].memberId(), 1, Map.of(members[0].memberId(), "a", members[1].memberId(), "b"));
        assertThat(group.assignment(follower)).isEqualTo("b");
    }

    @Test
    void givesEverybodyItsPartOnceTheLeaderHasSynced() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        long follower = group.sync(members[1].memberId(), 1, Map.of());
        assertThat(driver.answered(follower)).isFalse();
        // When
        long leader =
                group.sync(members[0].memberId(), 1, Map.of(members[0].memberId(), "a", members[1].memberId(), "b"));
        // Then
        assertThat(group.assignment(leader)).isEqualTo("a");
        assertThat(group.assignment(follower)).isEqualTo("b");
        assertThat(group.synced(leader).protocolName()).isEqualTo("range");
        assertThat(group.state()).isEqualTo("Stable");
        assertThat(group.heartbeat(members[1].memberId(), 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void refusesTheSyncOfAnotherGenerationOrProtocol() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        SyncGroupRequestData other = new SyncGroupRequestData()
                .setGroupId("group")
                .setMemberId(members[0].memberId())
                .setGenerationId(1)
                .setProtocolType("connect");
        // When
        long stale = group.sync(members[1].memberId(), 0, Map.of());
        long inconsistent = driver.ask(caller -> driver.shard.sync(caller, other, driver.nowMs));
        long unknown = group.sync("ghost", 1, Map.of());
        // Then
        assertThat(error(group.synced(stale))).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(error(group.synced(inconsistent))).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(error(group.synced(unknown))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void tellsMembersToJoinAgainWhenSomebodyComes() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        syncBoth(members);
        // When
        long third = group.joinDynamic();
        // Then
        assertThat(group.heartbeat(members[0].memberId(), 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        long first = group.join(group.joinRequest(members[0].memberId(), null));
        assertThat(driver.answered(third)).isFalse();
        long second = group.join(group.joinRequest(members[1].memberId(), null));
        assertThat(group.joined(first).generationId()).isEqualTo(2);
        assertThat(group.joined(second).generationId()).isEqualTo(2);
        assertThat(group.joined(third).generationId()).isEqualTo(2);
        assertThat(group.joined(first).members()).hasSize(3);
    }

    @Test
    void endsOpenSyncsWhenARebalanceBegins() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        long sync = group.sync(members[1].memberId(), 1, Map.of());
        // When
        group.joinDynamic();
        // Then
        assertThat(error(group.synced(sync))).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void goesOnWithoutMembersThatDoNotJoinInTime() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        syncBoth(members);
        long third = group.joinDynamic();
        // When
        group.join(group.joinRequest(members[0].memberId(), null));
        driver.advance(GroupDriver.SESSION_MS);
        // Then
        assertThat(group.joined(third).generationId()).isEqualTo(2);
        assertThat(group.heartbeat(members[1].memberId(), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void dropsMembersThatBeatButDoNotJoinWithinTheRebalanceTimeout() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        syncBoth(members);
        long third = group.joinDynamic();
        long first = group.join(group.joinRequest(members[0].memberId(), null));
        // When
        for (int beat = 0; beat < 12; beat++) {
            assertThat(group.heartbeat(members[1].memberId(), 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
            driver.advance(5_000);
        }
        // Then
        assertThat(group.joined(third).generationId()).isEqualTo(2);
        assertThat(group.joined(first).members()).hasSize(2);
        assertThat(group.heartbeat(members[1].memberId(), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void dropsMembersThatNeverSync() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        group.sync(members[0].memberId(), 1, Map.of(members[0].memberId(), "a"));
        // When
        for (int beat = 0; beat < 12; beat++) {
            group.heartbeat(members[0].memberId(), 1);
            group.heartbeat(members[1].memberId(), 1);
            driver.advance(5_000);
        }
        // Then
        assertThat(group.heartbeat(members[1].memberId(), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.heartbeat(members[0].memberId(), 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void leavesPreparingRebalanceWhenAllMembersVanish() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        syncBoth(members);
        group.joinDynamic();
        // When
        driver.advance(400_000);
        // Then
        assertThat(group.state()).isIn("Empty", "Dead");
        assertThat(driver.shard.describe("group", (short) 5).members()).isEmpty();
    }

    @Test
    void fencesAMemberWhoseSessionEnds() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        driver.advance(GroupDriver.SESSION_MS - 1);
        assertThat(group.heartbeat(member.memberId(), 1)).isEqualTo(Errors.NONE);
        // When
        driver.advance(GroupDriver.SESSION_MS);
        // Then
        assertThat(group.heartbeat(member.memberId(), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.state()).isEqualTo("Empty");
    }

    @Test
    void beatsOnlyForTheNewestGeneration() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        // When, Then
        assertThat(group.heartbeat(member.memberId(), 0)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(group.heartbeat(member.memberId(), 2)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(new GroupDriver(driver, "other").heartbeat(member.memberId(), 1))
                .isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void electsAnotherLeaderWhenTheLeaderLeaves() {
        // Given
        JoinGroupResponseData[] members = twoMembers();
        syncBoth(members);
        // When
        assertThat(group.leave(members[0].memberId(), null)).isEqualTo(Errors.NONE);
        JoinGroupResponseData alone = group.joined(group.join(group.joinRequest(members[1].memberId(), null)));
        // Then
        assertThat(alone.leader()).isEqualTo(members[1].memberId());
        assertThat(alone.members()).hasSize(1);
        assertThat(alone.generationId()).isEqualTo(2);
    }

    @Test
    void becomesEmptyWhenTheLastMemberLeaves() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        // When
        Errors left = group.leave(member.memberId(), null);
        // Then
        assertThat(left).isEqualTo(Errors.NONE);
        assertThat(group.state()).isEqualTo("Empty");
        assertThat(group.leave(member.memberId(), null)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void answersALeaveOfAnOldClientAtTheTop() {
        // Given
        driver.apiVersion = 1;
        // When, Then
        assertThat(new GroupDriver(driver, "nobody").leave("ghost", null)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void leaveOfAStableMemberIsUndoneByARefusedAppend() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        driver.refuseAppends(Errors.KAFKA_STORAGE_ERROR);
        // When
        Errors left = group.leave(member.memberId(), null);
        // Then
        assertThat(left).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(group.heartbeat(member.memberId(), 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void triesAgainWhatWasDueWhenTheLogRefused() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        driver.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);
        driver.advance(GroupDriver.SESSION_MS + 500);
        assertThat(group.state()).isEqualTo("Stable");
        // When
        driver.takeAppends();
        driver.advance(1_000);
        // Then
        assertThat(group.state()).isEqualTo("Empty");
        assertThat(group.heartbeat(member.memberId(), 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    private static Errors error(SyncGroupResponseData response) {
        return Errors.forCode(response.errorCode());
    }
}
