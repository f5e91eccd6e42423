package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData.TopicPartitions;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerGroupTest {
    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final ConsumerDriver one = new ConsumerDriver(driver, "group", "one");
    private final ConsumerDriver two = new ConsumerDriver(driver, "group", "two");

    @BeforeEach
    void createTopics() {
        driver.become(driver.topology.with("a", 4).with("b", 2));
    }

    @Test
    void givesTheFirstMemberEverythingAtOnce() {
        // When
        ConsumerGroupHeartbeatResponseData answer = one.send(one.joinRequest());
        // Then
        assertThat(one.take(answer)).isEqualTo(Errors.NONE);
        assertThat(answer.memberEpoch()).isEqualTo(1);
        assertThat(answer.heartbeatIntervalMs()).isEqualTo(5_000);
        assertThat(one.owned).containsExactly("a-0", "a-1", "a-2", "a-3");
        assertThat(one.state()).isEqualTo("Stable");
    }

    @Test
    void saysNothingOfAnAssignmentThatHasNotChanged() {
        // Given
        one.join();
        // When
        ConsumerGroupHeartbeatResponseData answer = one.send(one.request(one.epoch));
        // Then
        assertThat(answer.errorCode()).isZero();
        assertThat(answer.assignment()).isNull();
    }

    @Test
    void revokesBeforeItAssigns() {
        // Given
        one.join();
        // When
        two.join();
        // Then
        assertThat(two.owned).isEmpty();
        assertThat(two.state()).isEqualTo("Reconciling");
        // When: the first one hears what it has to give up, and has not done it yet
        ConsumerGroupHeartbeatResponseData revoke = one.send(one.request(one.epoch));
        assertThat(revoke.memberEpoch()).isEqualTo(1);
        two.beat();
        assertThat(two.owned).isEmpty();
        // When: it has
        one.take(revoke);
        assertThat(one.owned).hasSize(2);
        one.beat();
        two.beat();
        // Then
        assertThat(one.epoch).isEqualTo(2);
        assertThat(two.owned).hasSize(2).doesNotContainAnyElementsOf(one.owned);
        assertThat(two.state()).isEqualTo("Stable");
    }

    @Test
    void keepsWhatMembersHaveWhenOneComes() {
        // Given
        driver.become(driver.topology.with("a", 9));
        settle(one, two);
        List<String> ones = List.copyOf(one.owned);
        List<String> twos = List.copyOf(two.owned);
        ConsumerDriver three = new ConsumerDriver(driver, "group", "three");
        // When
        three.join();
        settle(one, two, three);
        // Then
        assertThat(List.of(one.owned.size(), two.owned.size(), three.owned.size()))
                .containsExactly(3, 3, 3);
        assertThat(ones).containsAll(one.owned);
        assertThat(twos).containsAll(two.owned);
    }

    @Test
    void givesThePartitionsOfAMemberThatLeavesToTheOthers() {
        // Given
        settle(one, two);
        // When
        assertThat(two.leave()).isEqualTo(Errors.NONE);
        one.beat();
        // Then
        assertThat(one.owned).hasSize(4);
        assertThat(one.described().members()).hasSize(1);
    }

    @Test
    void fencesAMemberThatIsSilentForASession() {
        // Given
        settle(one, two);
        // When
        driver.advance(44_000);
        one.beat();
        driver.advance(2_000);
        one.beat();
        // Then
        assertThat(one.owned).hasSize(4);
        assertThat(two.beat()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(two.join()).isEqualTo(Errors.NONE);
    }

    @Test
    void fencesAMemberThatDoesNotGiveUpInTime() {
        // Given
        one.join();
        two.join();
        // When: it lives, but goes on with what it has
        for (int second = 0; second < 61; second++) {
            one.send(one.request(one.epoch));
            two.beat();
            driver.advance(1_000);
        }
        // Then
        assertThat(Errors.forCode(one.send(one.request(one.epoch)).errorCode())).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        two.beat();
        assertThat(two.owned).hasSize(4);
    }

    @Test
    void acceptsTheLastEpochFromAMemberThatMissedAnAnswer() {
        // Given
        one.join();
        one.subscribe("a", "b");
        // When: the answer with epoch 2 is lost
        one.send(one.request(1).setSubscribedTopicNames(one.topics).setTopicPartitions(one.ownedPartitions()));
        // Then
        ConsumerGroupHeartbeatResponseData again = one.send(one.request(1)
                .setSubscribedTopicNames(one.topics)
                .setRebalanceTimeoutMs(ConsumerDriver.REBALANCE_MS)
                .setTopicPartitions(one.ownedPartitions()));
        assertThat(again.errorCode()).isZero();
        assertThat(again.memberEpoch()).isEqualTo(2);
        assertThat(again.assignment()).isNotNull();
        // And: not when it owns what it was never given
        assertThat(error(one.request(1)
                        .setTopicPartitions(List.of(new TopicPartitions()
                                .setTopicId(Uuid.randomUuid())
                                .setPartitions(List.of(0))))))
                .isEqualTo(Errors.FENCED_MEMBER_EPOCH);
        assertThat(error(one.request(1))).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
        assertThat(error(one.request(3))).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
    }

    @Test
    void letsAStaticMemberComeBackUnderANewId() {
        // Given
        one.instanceId = "instance";
        settle(one, two);
        List<String> before = List.copyOf(one.owned);
        int groupEpoch = one.described().groupEpoch();
        // When
        ConsumerDriver early = new ConsumerDriver(driver, "group", "early");
        early.instanceId = "instance";
        assertThat(early.join()).isEqualTo(Errors.UNRELEASED_INSTANCE_ID);
        assertThat(one.leaveForAWhile()).isEqualTo(Errors.NONE);
        ConsumerDriver again = new ConsumerDriver(driver, "group", "again");
        again.instanceId = "instance";
        assertThat(again.join()).isEqualTo(Errors.NONE);
        // Then
        assertThat(again.owned).containsExactlyElementsOf(before);
        assertThat(again.described().groupEpoch()).isEqualTo(groupEpoch);
        assertThat(one.beat()).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(two.beat()).isEqualTo(Errors.NONE);
    }

    @Test
    void forgetsAStaticMemberThatDoesNotComeBack() {
        // Given
        one.instanceId = "instance";
        settle(one, two);
        one.leaveForAWhile();
        // When
        for (int second = 0; second < 46; second++) {
            driver.advance(1_000);
            two.beat();
        }
        // Then
        assertThat(two.owned).hasSize(4);
    }

    @Test
    void followsTheCluster() {
        // Given
        one.join();
        // When
        driver.become(driver.topology.with("a", 6));
        one.beat();
        // Then
        assertThat(one.owned).hasSize(6);
        assertThat(one.epoch).isEqualTo(2);
        // When
        driver.become(driver.topology.without("a"));
        one.beat();
        one.beat();
        // Then
        assertThat(one.owned).isEmpty();
        assertThat(one.state()).isEqualTo("Stable");
        // When: something changes that it does not read
        int epoch = one.epoch;
        driver.become(driver.topology.with("other", 1));
        one.beat();
        assertThat(one.epoch).isEqualTo(epoch);
        // When: the topic comes again as another one
        driver.become(driver.topology.with(Uuid.randomUuid(), "a", 2));
        one.beat();
        assertThat(one.owned).containsExactly("a-0", "a-1");
    }

    @Test
    void readsTopicsWhoseNamesMatch() {
        // Given
        driver.become(driver.topology
                .with("__consumer_offsets", 1)
                .with("orders-1", 1)
                .with("orders-22", 1));
        one.topics = List.of();
        one.regex = "orders-[0-9]+|__.*";
        // When
        one.join();
        // Then
        assertThat(one.owned).containsExactly("orders-1-0", "orders-22-0");
        // When
        driver.become(driver.topology.with("orders-3", 1));
        one.beat();
        assertThat(one.owned).contains("orders-3-0");
        // When
        one.regex = "";
        one.topics = List.of("a");
        one.send(one.request(one.epoch).setSubscribedTopicRegex("").setSubscribedTopicNames(one.topics));
        one.join();
        assertThat(one.owned).containsExactly("a-0", "a-1", "a-2", "a-3");
    }

    @Test
    void refusesExpressionsThatAreWrongOrTooMuch() {
        assertThat(regex("orders-[")).isEqualTo(Errors.INVALID_REGULAR_EXPRESSION);
        assertThat(regex("(?<=a)b")).isEqualTo(Errors.INVALID_REGULAR_EXPRESSION);
        assertThat(regex("a".repeat(2_000))).isEqualTo(Errors.INVALID_REGULAR_EXPRESSION);
        assertThat(regex("((a{100}){100}){100}")).isEqualTo(Errors.INVALID_REGULAR_EXPRESSION);
        assertThat(regex("[a-z]{1,20}-[0-9]{4}")).isEqualTo(Errors.NONE);
    }

    private Errors regex(String regex) {
        one.regex = regex;
        return error(one.joinRequest());
    }

    @Test
    void usesTheAssignorThatMembersAskFor() {
        // Given
        driver.become(driver.topology.with("b", 4));
        one.assignor = "range";
        two.assignor = "range";
        one.subscribe("a", "b");
        two.subscribe("a", "b");
        // When
        settle(one, two);
        // Then
        assertThat(one.owned).containsExactly("a-0", "a-1", "b-0", "b-1");
        assertThat(one.described().assignorName()).isEqualTo("range");
        one.assignor = "sticky";
        assertThat(one.join()).isEqualTo(Errors.UNSUPPORTED_ASSIGNOR);
    }

    @Test
    void refusesRequestsThatSayTooLittle() {
        assertThat(error(one.joinRequest().setMemberId(""))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(one.joinRequest().setGroupId(""))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(one.joinRequest().setRebalanceTimeoutMs(-1))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(one.joinRequest().setTopicPartitions(null))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(one.joinRequest().setSubscribedTopicNames(null))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(one.request(-2))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(one.request(-3))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(one.request(1))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(driver.shard.size()).isZero();
    }

    @Test
    void refusesMembersBeyondTheLimit() {
        // Given
        ConsumerConfig all = ConsumerConfig.DEFAULTS;
        ShardDriver small = new ShardDriver(GroupConfig.DEFAULTS.withConsumer(new ConsumerConfig(
                true, all.session(), all.heartbeat(), 1, all.assignors(), all.migration(), 600_000)));
        // When, Then
        assertThat(new ConsumerDriver(small, "group", "one").join()).isEqualTo(Errors.NONE);
        assertThat(new ConsumerDriver(small, "group", "two").join()).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
    }

    @Test
    void honoursTheConfigsOfTheGroup() {
        // Given
        driver.become(driver.topology
                .withGroupConfig("consumer.heartbeat.interval.ms", "7000")
                .withGroupConfig("consumer.session.timeout.ms", "60000"));
        // When
        assertThat(one.send(one.joinRequest()).heartbeatIntervalMs()).isEqualTo(7_000);
        driver.advance(59_000);
        // Then
        assertThat(one.described().members()).hasSize(1);
        driver.advance(2_000);
        assertThat(one.described().members()).isEmpty();
    }

    @Test
    void comesBackFromTheLogAsItWas() {
        // Given
        one.instanceId = "instance";
        one.regex = "b";
        settle(one, two);
        two.subscribe("a", "b");
        two.join();
        one.send(one.request(one.epoch));
        DescribedGroup before = one.described();
        // When
        driver.restart();
        // Then
        assertThat(one.described()).isEqualTo(before);
        settle(one, two);
        assertThat(one.owned).hasSize(3);
        assertThat(two.owned).hasSize(3);
        // And: the time of members begins anew
        driver.restart();
        driver.advance(44_000);
        assertThat(one.described().members()).hasSize(2);
        driver.advance(2_000);
        assertThat(one.described().members()).isEmpty();
    }

    @Test
    void isDeletedOnlyWhenEmpty() {
        // Given
        GroupDriver classic = new GroupDriver(driver, "group");
        one.join();
        assertThat(classic.commit("one", one.epoch, "a", 0, 7, "")).isEqualTo(Errors.NONE);
        assertThat(classic.delete()).isEqualTo(Errors.NON_EMPTY_GROUP);
        // When
        one.leave();
        assertThat(one.state()).isEqualTo("Empty");
        assertThat(classic.delete()).isEqualTo(Errors.NONE);
        // Then
        assertThat(Errors.forCode(one.described().errorCode())).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        driver.restart();
        assertThat(driver.shard.size()).isZero();
        assertThat(classic.fetch("a", 0).committedOffset()).isEqualTo(-1);
    }

    @Test
    void takesCommitsOfItsMembersOnly() {
        // Given
        GroupDriver commits = new GroupDriver(driver, "group");
        one.join();
        // When, Then
        assertThat(commits.commit("one", 1, "a", 0, 7, "")).isEqualTo(Errors.NONE);
        assertThat(commits.commit("one", 0, "a", 0, 8, "")).isEqualTo(Errors.STALE_MEMBER_EPOCH);
        assertThat(commits.commit("stranger", 1, "a", 0, 8, "")).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(commits.commit("", -1, "a", 0, 8, "")).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        driver.apiVersion = 8;
        assertThat(commits.commit("one", 1, "a", 0, 8, "")).isEqualTo(Errors.UNSUPPORTED_VERSION);
        driver.apiVersion = 9;
        assertThat(commits.fetch("a", 0).committedOffset()).isEqualTo(7);
        assertThat(commits.fetchError("one", 1)).isEqualTo(Errors.NONE);
        assertThat(commits.fetchError("one", 0)).isEqualTo(Errors.STALE_MEMBER_EPOCH);
        assertThat(commits.fetchError("stranger", 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void takesCommitsOfAnEarlierEpochForWhatTheMemberHasHadSinceThen() {
        // Given: a second member takes a part of what the first one had
        GroupDriver commits = new GroupDriver(driver, "group");
        one.join();
        int epochAlone = one.epoch;
        SortedSet<String> before = new TreeSet<>(one.owned);
        two.join();
        for (int round = 0; round < 3; round++) {
            one.beat();
            two.beat();
        }
        assertThat(one.epoch).isGreaterThan(epochAlone);
        String kept = one.owned.first();
        before.removeAll(one.owned);
        String given = before.first();
        assertThat(two.owned).contains(given);
        for (int life = 0; life < 2; life++) {
            // When, Then
            assertThat(commit(commits, "one", epochAlone, kept)).isEqualTo(Errors.NONE);
            assertThat(commit(commits, "one", epochAlone, given)).isEqualTo(Errors.STALE_MEMBER_EPOCH);
            assertThat(commit(commits, "two", epochAlone, given)).isEqualTo(Errors.STALE_MEMBER_EPOCH);
            assertThat(commit(commits, "two", two.epoch, given)).isEqualTo(Errors.NONE);
            assertThat(commit(commits, "one", one.epoch + 1, kept)).isEqualTo(Errors.STALE_MEMBER_EPOCH);
            assertThat(commits.commit("one", epochAlone, "gone", 0, 1, "")).isEqualTo(Errors.STALE_MEMBER_EPOCH);
            driver.restart();
        }
    }

    private static Errors commit(GroupDriver commits, String memberId, int epoch, String partition) {
        int dash = partition.lastIndexOf('-');
        int index = Integer.parseInt(partition.substring(dash + 1));
        return commits.commit(memberId, epoch, partition.substring(0, dash), index, 7, "");
    }

    @Test
    void expiresOffsetsOfTopicsThatNobodyReads() {
        // Given
        GroupDriver commits = new GroupDriver(driver, "group");
        one.join();
        commits.commit("one", 1, "a", 0, 7, "");
        commits.commit("one", 1, "b", 0, 8, "");
        // When: it lives for longer than offsets are kept
        for (int minute = 0; minute < 8 * 24 * 60; minute++) {
            driver.advance(30_000);
            one.beat();
            driver.advance(30_000);
            one.beat();
        }
        // Then
        assertThat(commits.fetch("a", 0).committedOffset()).isEqualTo(7);
        assertThat(commits.fetch("b", 0).committedOffset()).isEqualTo(-1);
        // When
        one.leave();
        driver.advance(8L * 24 * 60 * 60 * 1_000);
        // Then
        assertThat(driver.shard.size()).isZero();
    }

    @Test
    void isListedAndDescribedByItsOwnKindOnly() {
        // Given
        one.join();
        // When, Then
        assertThat(driver.shard.list(List.of(), List.of("Consumer")))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.groupType()).isEqualTo("consumer");
                    assertThat(group.protocolType()).isEqualTo("consumer");
                    assertThat(group.groupState()).isEqualTo("Stable");
                });
        assertThat(driver.shard.list(List.of("empty"), List.of())).isEmpty();
        assertThat(driver.shard.list(List.of(), List.of("classic"))).isEmpty();
        assertThat(driver.shard.describe("group", (short) 5).groupState()).isEqualTo("Dead");
        assertThat(driver.shard.describe("group", (short) 6).errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
    }

    @Test
    void changesNothingWhenTheLogRefuses() {
        // Given
        settle(one, two);
        DescribedGroup before = one.described();
        // When
        driver.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);
        assertThat(error(two.request(-1))).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        // Then
        assertThat(one.described()).isEqualTo(before);
        driver.takeAppends();
        assertThat(two.leave()).isEqualTo(Errors.NONE);
    }

    private Errors error(ConsumerGroupHeartbeatRequestData request) {
        return Errors.forCode(one.send(request).errorCode());
    }

    private static void settle(ConsumerDriver... members) {
        for (int round = 0; round < 5; round++) {
            for (ConsumerDriver member : members) {
                Errors error = member.epoch == 0 ? member.join() : member.beat();
                assertThat(error).isEqualTo(Errors.NONE);
            }
        }
        assertThat(members[0].state()).isEqualTo("Stable");
    }
}
