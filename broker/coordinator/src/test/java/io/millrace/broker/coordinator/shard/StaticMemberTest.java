package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.GroupConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** KIP-345 and KIP-814: members that keep their place over restarts. */
class StaticMemberTest {
    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final GroupDriver group = new GroupDriver(driver, "group");

    /** Leader "one" and follower "two" in a stable generation 1. */
    private JoinGroupResponseData[] stableGroup() {
        long first = group.join(group.joinRequest("", "one"));
        long second = group.join(group.joinRequest("", "two"));
        driver.advance(6_000);
        JoinGroupResponseData leader = group.joined(first);
        JoinGroupResponseData follower = group.joined(second);
        group.sync(leader.memberId(), 1, Map.of(leader.memberId(), "a", follower.memberId(), "b"));
        group.sync(follower.memberId(), 1, Map.of());
        return new JoinGroupResponseData[] {leader, follower};
    }

    private JoinGroupResponseData rejoin(String instanceId, String... protocols) {
        return group.joined(group.join(group.joinRequest("", instanceId, protocols)));
    }

    @Test
    void aStaticMemberNeedsNoSecondRequestForItsPlace() {
        // When
        JoinGroupResponseData[] members = stableGroup();
        // Then
        assertThat(members[0].memberId()).startsWith("one-");
        assertThat(members[0].members().get(1).groupInstanceId()).isEqualTo("two");
    }

    @Test
    void aRestartedFollowerKeepsGenerationAndAssignment() {
        // Given
        JoinGroupResponseData[] members = stableGroup();
        // When
        JoinGroupResponseData again = rejoin("two");
        // Then
        assertThat(again.generationId()).isEqualTo(1);
        assertThat(again.memberId()).isNotEqualTo(members[1].memberId());
        assertThat(again.leader()).isEqualTo(members[0].memberId());
        assertThat(again.skipAssignment()).isFalse();
        assertThat(group.assignment(group.sync(again.memberId(), 1, Map.of()))).isEqualTo("b");
        assertThat(group.state()).isEqualTo("Stable");
    }

    @Test
    void aRestartedLeaderIsToldThatTheAssignmentStands() {
        // Given
        stableGroup();
        // When
        JoinGroupResponseData again = rejoin("one");
        // Then
        assertThat(again.generationId()).isEqualTo(1);
        assertThat(again.skipAssignment()).isTrue();
        assertThat(again.leader()).isEqualTo(again.memberId());
        assertThat(again.members()).hasSize(2);
    }

    @Test
    void anOlderClientIsToldThatItsFormerSelfLeads() {
        // Given
        JoinGroupResponseData[] members = stableGroup();
        driver.apiVersion = 8;
        // When
        JoinGroupResponseData again = rejoin("one");
        // Then
        assertThat(again.leader()).isEqualTo(members[0].memberId());
        assertThat(again.members()).isEmpty();
        assertThat(again.skipAssignment()).isFalse();
    }

    @Test
    void theFormerSelfIsFenced() {
        // Given
        JoinGroupResponseData[] members = stableGroup();
        // When
        rejoin("two");
        // Then
        assertThat(group.heartbeat(members[1].memberId(), "two", 1)).isEqualTo(Errors.FENCED_INSTANCE_ID);
        JoinGroupResponseData zombie = group.joined(group.join(group.joinRequest(members[1].memberId(), "two")));
        assertThat(Errors.forCode(zombie.errorCode())).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(group.leave(members[1].memberId(), "two")).isEqualTo(Errors.FENCED_INSTANCE_ID);
    }

    @Test
    void theOpenJoinOfTheFormerSelfIsAnsweredAsFenced() {
        // Given
        long former = group.join(group.joinRequest("", "one"));
        // When
        long current = group.join(group.joinRequest("", "one"));
        driver.advance(6_000);
        // Then
        assertThat(Errors.forCode(group.joined(former).errorCode())).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(group.joined(current).generationId()).isEqualTo(1);
        assertThat(group.joined(current).members()).hasSize(1);
    }

    @Test
    void allPropertiesAreThoseOfTheNewProcess() {
        // Given
        stableGroup();
        driver.clientId = "newclient";
        // When
        rejoin("two", "range=other");
        // Then
        var member = driver.shard.describe("group", (short) 5).members().get(1);
        assertThat(member.clientId()).isEqualTo("newclient");
        assertThat(new String(member.memberMetadata(), StandardCharsets.UTF_8)).isEqualTo("other");
    }

    @Test
    void rebalancesWhenTheNewProcessChangesTheProtocolOfTheGroup() {
        // Given
        long only = group.join(group.joinRequest("", "one", "range", "sticky"));
        driver.advance(3_000);
        group.sync(group.joined(only).memberId(), 1, Map.of());
        // When
        JoinGroupResponseData again = rejoin("one", "sticky", "range");
        // Then
        assertThat(again.generationId()).isEqualTo(2);
        assertThat(again.protocolName()).isEqualTo("sticky");
    }

    @Test
    void keepsThePlaceOfAMemberThatIsAwayDuringARebalance() {
        // Given
        JoinGroupResponseData[] members = stableGroup();
        group.joinDynamic();
        long leader = group.join(group.joinRequest(members[0].memberId(), "one"));
        // When
        driver.advance(9_000);
        assertThat(driver.answered(leader)).isFalse();
        long back = group.join(group.joinRequest("", "two"));
        // Then
        assertThat(group.joined(leader).members()).hasSize(3);
        assertThat(group.joined(back).generationId()).isEqualTo(2);
    }

    @Test
    void anOperatorRemovesAMemberByItsInstanceId() {
        // Given
        stableGroup();
        // When
        Errors removed = group.leave("", "two");
        // Then
        assertThat(removed).isEqualTo(Errors.NONE);
        assertThat(group.state()).isEqualTo("PreparingRebalance");
        assertThat(group.leave("", "two")).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void theNewIdentitySurvivesARestartOfTheCoordinator() {
        // Given
        stableGroup();
        JoinGroupResponseData again = rejoin("two");
        // When
        driver.restart();
        // Then
        assertThat(group.heartbeat(again.memberId(), "two", 1)).isEqualTo(Errors.NONE);
        assertThat(group.assignment(group.sync(again.memberId(), 1, Map.of()))).isEqualTo("b");
    }

    @Test
    void aRefusedAppendKeepsTheFormerSelf() {
        // Given
        JoinGroupResponseData[] members = stableGroup();
        driver.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);
        // When
        JoinGroupResponseData refused = rejoin("two");
        // Then
        assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(group.heartbeat(members[1].memberId(), "two", 1)).isEqualTo(Errors.NONE);
    }
}
