package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.Map;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class JoinGroupTest {
    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final GroupDriver group = new GroupDriver(driver, "group");

    @Test
    void givesANewMemberAnIdBeforeAPlace() {
        // When
        JoinGroupResponseData answer = group.joined(group.join(group.joinRequest("", null)));
        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.MEMBER_ID_REQUIRED);
        assertThat(answer.memberId()).startsWith("client-");
        assertThat(answer.protocolName()).isNull();
    }

    @Test
    void givesAnOldClientItsPlaceAtOnce() {
        // Given
        driver.apiVersion = 3;
        // When
        long join = group.join(group.joinRequest("", null));
        driver.advance(3_000);
        // Then
        assertThat(group.joined(join).errorCode()).isZero();
        assertThat(group.joined(join).generationId()).isEqualTo(1);
    }

    @Test
    void writesAnEmptyProtocolForClientsThatKnowNoNull() {
        // Given
        driver.apiVersion = 6;
        // When
        JoinGroupResponseData answer = group.joined(group.join(group.joinRequest("", null)));
        // Then
        assertThat(answer.protocolName()).isEmpty();
    }

    @Test
    void waitsForMoreMembersBeforeTheFirstGeneration() {
        // Given
        long first = group.joinDynamic();
        driver.advance(2_999);
        // When
        long second = group.joinDynamic();
        driver.advance(2_999);
        // Then
        assertThat(driver.answered(first)).isFalse();
        driver.advance(2);
        JoinGroupResponseData leader = group.joined(first);
        JoinGroupResponseData follower = group.joined(second);
        assertThat(leader.generationId()).isEqualTo(1).isEqualTo(follower.generationId());
        assertThat(leader.leader()).isEqualTo(leader.memberId()).isEqualTo(follower.leader());
        assertThat(leader.members()).hasSize(2);
        assertThat(follower.members()).isEmpty();
    }

    @Test
    void doesNotExtendTheFirstWaitBeyondTheRebalanceTimeout() {
        // Given
        driver.apiVersion = 3;
        JoinGroupRequestData impatient = group.joinRequest("", null).setRebalanceTimeoutMs(7_000);
        long first = group.join(impatient);
        // When
        for (int second = 0; second < 7; second++) {
            driver.advance(1_000);
            group.join(impatient);
        }
        // Then
        assertThat(group.joined(first).errorCode()).isZero();
    }

    @Test
    void picksTheProtocolThatAllSupportAndMostPrefer() {
        // Given
        long first = group.joinDynamic("sticky", "range");
        long second = group.joinDynamic("range", "sticky");
        long third = group.joinDynamic("exotic", "range", "sticky");
        // When
        driver.advance(60_000);
        // Then
        assertThat(group.joined(first).protocolName()).isEqualTo("range");
        assertThat(group.joined(second).protocolName()).isEqualTo("range");
        assertThat(group.joined(third).protocolName()).isEqualTo("range");
    }

    @Test
    void refusesAMemberWithoutACommonProtocol() {
        // Given
        group.formGroupOfOne();
        // When
        JoinGroupResponseData answer = group.joined(group.join(group.joinRequest("", null, "other")));
        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void refusesAMemberOfAnotherProtocolType() {
        // Given
        group.formGroupOfOne();
        // When
        JoinGroupResponseData answer =
                group.joined(group.join(group.joinRequest("", null).setProtocolType("connect")));
        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void refusesAnEmptyProtocolListAndAnEmptyType() {
        // When
        JoinGroupResponseData noType =
                group.joined(group.join(group.joinRequest("", null).setProtocolType("")));
        JoinGroupRequestData request = group.joinRequest("", null);
        request.protocols().clear();
        JoinGroupResponseData noProtocols = group.joined(group.join(request));
        // Then
        assertThat(Errors.forCode(noType.errorCode())).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(Errors.forCode(noProtocols.errorCode())).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(driver.shard.size()).isZero();
    }

    @Test
    void servesAnyProtocolType() {
        // When
        driver.apiVersion = 3;
        long join = group.join(group.joinRequest("", null, "compatible").setProtocolType("connect"));
        driver.advance(3_000);
        // Then
        assertThat(group.joined(join).protocolType()).isEqualTo("connect");
        assertThat(group.joined(join).protocolName()).isEqualTo("compatible");
    }

    @Test
    void refusesSessionTimeoutsOutsideTheLimits() {
        // When
        JoinGroupResponseData tooShort =
                group.joined(group.join(group.joinRequest("", null).setSessionTimeoutMs(5_999)));
        JoinGroupResponseData tooLong =
                group.joined(group.join(group.joinRequest("", null).setSessionTimeoutMs(1_800_001)));
        // Then
        assertThat(Errors.forCode(tooShort.errorCode())).isEqualTo(Errors.INVALID_SESSION_TIMEOUT);
        assertThat(Errors.forCode(tooLong.errorCode())).isEqualTo(Errors.INVALID_SESSION_TIMEOUT);
    }

    @Test
    void refusesAnEmptyGroupIdAndUnknownMembers() {
        // When
        JoinGroupResponseData noGroup =
                group.joined(group.join(group.joinRequest("", null).setGroupId("")));
        JoinGroupResponseData unknownGroup = group.joined(group.join(group.joinRequest("ghost", null)));
        group.formGroupOfOne();
        JoinGroupResponseData unknownMember = group.joined(group.join(group.joinRequest("ghost", null)));
        // Then
        assertThat(Errors.forCode(noGroup.errorCode())).isEqualTo(Errors.INVALID_GROUP_ID);
        assertThat(Errors.forCode(unknownGroup.errorCode())).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(Errors.forCode(unknownMember.errorCode())).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void boundsMembersAndGroups() {
        // Given
        ShardDriver small = new ShardDriver(
                new GroupConfig(6_000, 60_000, 0, 2, 1, 100, 10_000, 1_000, 1_000, ConsumerConfig.DEFAULTS));
        GroupDriver only = new GroupDriver(small, "only");
        only.joinDynamic();
        only.joinDynamic();
        // When
        JoinGroupResponseData third = only.joined(only.join(only.joinRequest("", null)));
        GroupDriver second = new GroupDriver(small, "second");
        JoinGroupResponseData otherGroup = second.joined(second.join(second.joinRequest("", null)));
        // Then
        assertThat(Errors.forCode(third.errorCode())).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        assertThat(Errors.forCode(otherGroup.errorCode())).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        assertThat(second.commit("", -1, 5)).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
    }

    @Test
    void forgetsAnIdThatNeverJoinsAndTheGroupThatWasMadeForIt() {
        // Given
        group.join(group.joinRequest("", null));
        // When
        driver.advance(GroupDriver.SESSION_MS);
        // Then
        assertThat(driver.shard.size()).isZero();
        assertThat(driver.log).isEmpty();
    }

    @Test
    void anIdThatNeverJoinsHoldsUpARebalanceNoLongerThanItsSession() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        group.join(group.joinRequest("", null));
        driver.advance(5_000);
        group.heartbeat(member.memberId(), 1);
        // When
        long rejoin = group.join(group.joinRequest(member.memberId(), null));
        // Then
        assertThat(driver.answered(rejoin)).isFalse();
        driver.advance(GroupDriver.SESSION_MS);
        assertThat(group.joined(rejoin).generationId()).isEqualTo(2);
    }

    @Test
    void anIdThatExpiresDoesNotDisturbAStableGroup() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        group.join(group.joinRequest("", null));
        driver.advance(6_000);
        group.heartbeat(member.memberId(), 1);
        // When
        driver.advance(6_000);
        // Then
        assertThat(group.heartbeat(member.memberId(), 1)).isEqualTo(Errors.NONE);
        assertThat(group.state()).isEqualTo("Stable");
    }

    @Test
    void answersARepeatedJoinOfAFollowerWithItsGeneration() {
        // Given
        long first = group.joinDynamic();
        long second = group.joinDynamic();
        driver.advance(6_000);
        JoinGroupResponseData leader = group.joined(first);
        JoinGroupResponseData follower = group.joined(second);
        group.sync(leader.memberId(), 1, Map.of());
        // When
        JoinGroupResponseData again = group.joined(group.join(group.joinRequest(follower.memberId(), null)));
        // Then
        assertThat(again.generationId()).isEqualTo(1);
        assertThat(group.state()).isEqualTo("Stable");
    }

    @Test
    void rebalancesWhenTheLeaderJoinsAgainOrASubscriptionChanges() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        // When
        JoinGroupResponseData again = group.joined(group.join(group.joinRequest(member.memberId(), null)));
        // Then
        assertThat(again.generationId()).isEqualTo(2);
    }

    @Test
    void answersTheEarlierOfTwoOpenJoinsOfOneMember() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        group.join(group.joinRequest("", null));
        long abandoned = group.join(group.joinRequest(member.memberId(), null));
        // When
        long current = group.join(group.joinRequest(member.memberId(), null));
        // Then
        assertThat(Errors.forCode(group.joined(abandoned).errorCode())).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(driver.answered(current)).isFalse();
    }

    @Test
    void refusedAppendLeavesEverythingAsItWas() {
        // Given
        long join = group.joinDynamic();
        driver.advance(3_000);
        String memberId = group.joined(join).memberId();
        driver.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);
        // When
        long refused = group.sync(memberId, 1, Map.of(memberId, "all"));
        driver.takeAppends();
        long taken = group.sync(memberId, 1, Map.of(memberId, "all"));
        // Then
        assertThat(Errors.forCode(group.synced(refused).errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(group.assignment(taken)).isEqualTo("all");
    }
}
