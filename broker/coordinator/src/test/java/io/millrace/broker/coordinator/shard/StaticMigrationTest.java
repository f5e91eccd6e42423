package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Static members change the protocol with a restart, and a join that is refused changes nothing for anybody. */
class StaticMigrationTest {
    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS
            .withInitialRebalanceDelayMs(0)
            .withConsumer(new ConsumerConfig(
                    true,
                    ConsumerConfig.DEFAULTS.session(),
                    ConsumerConfig.DEFAULTS.heartbeat(),
                    2,
                    ConsumerConfig.DEFAULTS.assignors(),
                    ConsumerConfig.DEFAULTS.migration(),
                    600_000)));

    private final ClassicDriver one = new ClassicDriver(driver, "group");
    private final ClassicDriver two = new ClassicDriver(driver, "group");

    @BeforeEach
    void createTopics() {
        driver.become(driver.topology.with("a", 4));
        one.instanceId = "i1";
        two.instanceId = "i2";
    }

    @Test
    void letsAMemberOfTheNewerProtocolTakeThePlaceOfItsClassicSelf() {
        // Given
        settleClassic();
        Set<String> before = Set.copyOf(one.owned);
        // When: it is restarted without a word, in a group that has no room for another one
        ConsumerDriver again = member("again", "i1");
        assertThat(again.join()).isEqualTo(Errors.NONE);
        settle(again);
        // Then
        assertThat(before).hasSize(2);
        assertThat(again.owned).containsExactlyInAnyOrderElementsOf(before);
        assertThat(two.owned).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(again.described().members()).hasSize(2);
        assertThat(one.beat()).isEqualTo(Errors.FENCED_INSTANCE_ID);
        // When: the other one follows
        ConsumerDriver last = member("last", "i2");
        assertThat(last.join()).isEqualTo(Errors.NONE);
        driver.restart();
        assertThat(again.beat()).isEqualTo(Errors.NONE);
        assertThat(last.beat()).isEqualTo(Errors.NONE);
        // Then
        assertThat(last.owned).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(again.described().members())
                .extracting(described -> described.memberType())
                .containsOnly((byte) 1);
        // And: from now on it has to say that it goes
        assertThat(member("thief", "i1").join()).isEqualTo(Errors.UNRELEASED_INSTANCE_ID);
    }

    @Test
    void leavesAClassicGroupAsItIsWhenItRefusesTheJoinThatWouldChangeIt() {
        // Given
        settleClassic();
        int records = driver.log.size();
        long deadlineMs = driver.shard.nextDeadlineMs();
        // When
        driver.advance(1_000);
        assertThat(member("third", "i3").join()).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        // Then
        assertThat(driver.log).hasSize(records);
        assertThat(driver.shard.nextDeadlineMs()).isEqualTo(deadlineMs);
        assertThat(driver.shard.describe("group", (short) 6).groupState()).isEqualTo("Stable");
        assertThat(one.beat()).isEqualTo(Errors.NONE);
        assertThat(driver.shard.size()).isEqualTo(1);
    }

    @Test
    void letsWhoeverWaitsInAClassicGroupWaitOnWhenItRefusesAJoin() {
        // Given: the second join waits for the first member to join again
        one.instanceId = null;
        two.instanceId = null;
        settleClassic(one);
        GroupDriver requests = new GroupDriver(driver, "group");
        var request = requests.joinRequest("", "i2");
        request.setProtocolType("consumer").setProtocols(ClassicDriver.protocols(List.of("a")));
        long waiting = requests.join(request);
        assertThat(driver.answered(waiting)).isFalse();
        // When
        assertThat(member("third", null).join()).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        // Then
        assertThat(driver.answered(waiting)).isFalse();
        assertThat(one.beat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        one.step();
        assertThat(requests.joined(waiting).errorCode()).isEqualTo(Errors.NONE.code());
    }

    @Test
    void keepsTheMemberWhosePlaceAClassicMemberWantsWhenItRefusesThatOne() {
        // Given: a group of one classic member and one of the newer protocol
        settleClassic();
        ConsumerDriver newer = member("newer", "i2");
        assertThat(newer.join()).isEqualTo(Errors.NONE);
        for (int round = 0; round < 10; round++) {
            one.step();
            assertThat(newer.beat()).isEqualTo(Errors.NONE);
        }
        int records = driver.log.size();
        long deadlineMs = driver.shard.nextDeadlineMs();
        // When: it is restarted with the older protocol, and shares no assignor with the other one
        GroupDriver requests = new GroupDriver(driver, "group");
        var request = requests.joinRequest("", "i2");
        var protocols = ClassicDriver.protocols(List.of("a"));
        protocols.forEach(protocol -> protocol.setName("odd"));
        request.setProtocolType("consumer").setProtocols(protocols);
        long join = requests.join(request);
        // Then
        assertThat(requests.joined(join).errorCode()).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL.code());
        assertThat(driver.log).hasSize(records);
        assertThat(driver.shard.nextDeadlineMs()).isEqualTo(deadlineMs);
        assertThat(newer.beat()).isEqualTo(Errors.NONE);
        assertThat(one.beat()).isEqualTo(Errors.NONE);
        assertThat(newer.described().members()).hasSize(2);
    }

    private ConsumerDriver member(String memberId, String instanceId) {
        ConsumerDriver member = new ConsumerDriver(driver, "group", memberId);
        member.instanceId = instanceId;
        return member;
    }

    private void settle(ConsumerDriver newer) {
        for (int round = 0; round < 10; round++) {
            two.step();
            assertThat(newer.beat()).isEqualTo(Errors.NONE);
        }
    }

    private void settleClassic() {
        settleClassic(one, two);
    }

    private static void settleClassic(ClassicDriver... members) {
        for (int round = 0; round < 10; round++) {
            for (ClassicDriver member : members) {
                member.step();
            }
        }
    }
}
