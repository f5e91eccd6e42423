package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Members of both protocols that come, hang, crash, leave and change their minds, topics that grow, come and go, a log
 * that refuses and a coordinator that moves, in an order that the seed says. After every step no partition is used by two
 * members that the group still counts on, and epochs have not gone back; at the end, in a quiet time, everything must be
 * read by somebody.
 */
class ConsumerSimulationTest {
    private static final int STEPS = 1_500;
    private static final int SESSION_MS = 45_000;
    private static final String GROUP = "group";

    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS.withInitialRebalanceDelayMs(0));
    private final List<Newer> newer = new ArrayList<>();
    private final List<ClassicDriver> classic = new ArrayList<>();
    private final Map<String, Integer> memberEpochs = new HashMap<>();
    private Random random;
    private int created;
    private int lastGroupEpoch;

    /** A consumer of the newer protocol over all its lives. */
    private final class Newer {
        private final String instanceId;
        private ConsumerDriver life;
        private long lastHeardMs;

        private Newer(String instanceId) {
            this.instanceId = instanceId;
            begin();
        }

        private void begin() {
            created++;
            life = new ConsumerDriver(driver, GROUP, "m" + created);
            life.instanceId = instanceId;
            life.topics = List.of("a", "b");
            lastHeardMs = Long.MIN_VALUE / 2;
        }

        private void step() {
            Errors error = life.epoch == 0 ? life.join() : life.beat();
            switch (error) {
                case NONE -> lastHeardMs = driver.nowMs;
                case COORDINATOR_NOT_AVAILABLE, UNRELEASED_INSTANCE_ID, GROUP_ID_NOT_FOUND -> {}
                case UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH -> {
                    life.epoch = 0;
                    life.owned.clear();
                }
                default -> begin();
            }
        }

        private void leave() {
            if (life.epoch > 0 && life.leave() == Errors.NONE) {
                begin();
            }
        }

        private void restart() {
            if (life.epoch > 0 && instanceId != null && random.nextBoolean()) {
                life.leaveForAWhile();
            }
            begin();
        }

        private void resubscribe() {
            life.topics = random.nextBoolean() ? List.of("a", "b") : List.of("a");
            life.regex = random.nextInt(3) == 0 ? "[bc]" : "";
            tell();
        }

        private void tell() {
            if (life.epoch > 0
                    && life.take(life.send(life.request(life.epoch)
                                    .setSubscribedTopicNames(life.topics)
                                    .setSubscribedTopicRegex(life.regex)
                                    .setTopicPartitions(life.ownedPartitions())))
                            == Errors.NONE) {
                lastHeardMs = driver.nowMs;
            }
        }

        private Set<String> uses() {
            return driver.nowMs - lastHeardMs < SESSION_MS ? life.owned : Set.of();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void keepsItsPromisesInAnyOrder(long seed) {
        // Given
        random = new Random(seed);
        driver.become(driver.topology.with("a", 5).with("b", 3));
        for (int index = 0; index < 4; index++) {
            newer.add(new Newer(index == 0 ? "instance" : null));
        }
        for (int index = 0; index < 3; index++) {
            ClassicDriver old = new ClassicDriver(driver, GROUP);
            old.topics = List.of("a", "b");
            classic.add(old);
        }
        // When
        for (int step = 0; step < STEPS; step++) {
            act();
            checkInvariants();
        }
        // Then
        driver.takeAppends();
        settleDown();
    }

    private void act() {
        int dice = random.nextInt(100);
        if (dice < 45) {
            any(newer).step();
        } else if (dice < 70) {
            any(classic).step();
        } else if (dice < 82) {
            driver.advance(random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(1_000));
        } else if (dice < 86) {
            any(newer).resubscribe();
        } else if (dice < 88) {
            any(newer).leave();
        } else if (dice < 90) {
            any(newer).restart();
        } else if (dice < 92) {
            any(classic).crash();
        } else if (dice < 93) {
            any(classic).leave();
        } else if (dice < 96) {
            changeTopics();
        } else if (dice < 98) {
            driver.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);
            any(newer).step();
            driver.takeAppends();
        } else {
            moveCoordinator();
        }
    }

    private <T> T any(List<T> members) {
        return members.get(random.nextInt(members.size()));
    }

    private void changeTopics() {
        String name = List.of("a", "b", "c").get(random.nextInt(3));
        int count =
                driver.topology.topic(name).map(topic -> topic.partitionCount()).orElse(0);
        if (name.equals("c") && count > 0) {
            driver.become(driver.topology.without(name));
        } else if (count < 9) {
            driver.become(driver.topology.with(name, count + 1));
        }
    }

    private void moveCoordinator() {
        DescribedGroup before = driver.shard.describeConsumer(GROUP);
        driver.take(driver.shard.drop());
        driver.restart();
        assertThat(driver.shard.describeConsumer(GROUP)).isEqualTo(before);
    }

    private void checkInvariants() {
        Set<String> used = new HashSet<>();
        newer.forEach(member -> use(member.uses(), used));
        classic.forEach(member -> {
            boolean counted = driver.nowMs - member.lastHeardMs < ClassicDriver.SESSION_MS;
            use(counted && member.stable ? member.owned : Set.of(), used);
        });
        DescribedGroup group = driver.shard.describeConsumer(GROUP);
        if (group.errorCode() != Errors.NONE.code()) {
            // A classic group counts on its own, and an empty one from nothing.
            lastGroupEpoch = 0;
            memberEpochs.clear();
            return;
        }
        assertThat(group.groupEpoch()).isGreaterThanOrEqualTo(lastGroupEpoch);
        assertThat(group.assignmentEpoch()).isLessThanOrEqualTo(group.groupEpoch());
        lastGroupEpoch = group.groupEpoch();
        Set<String> assigned = new HashSet<>();
        Set<String> targets = new HashSet<>();
        for (Member member : group.members()) {
            member.assignment().topicPartitions().forEach(topic -> topic.partitions()
                    .forEach(partition -> assertThat(assigned.add(topic.topicName() + partition))
                            .isTrue()));
            member.targetAssignment().topicPartitions().forEach(topic -> topic.partitions()
                    .forEach(partition -> assertThat(targets.add(topic.topicName() + partition))
                            .isTrue()));
            assertThat(member.memberEpoch()).isLessThanOrEqualTo(group.groupEpoch());
            if (member.memberEpoch() >= 0) {
                int former = memberEpochs.getOrDefault(member.memberId(), 0);
                assertThat(member.memberEpoch()).isGreaterThanOrEqualTo(former);
                memberEpochs.put(member.memberId(), member.memberEpoch());
            }
        }
    }

    private static void use(Set<String> partitions, Set<String> used) {
        partitions.forEach(partition -> assertThat(used.add(partition))
                .as("%s is used twice", partition)
                .isTrue());
    }

    /** Nobody misbehaves any more. */
    private void settleDown() {
        for (Newer member : newer) {
            member.life.topics = List.of("a", "b");
            member.life.regex = "";
            member.tell();
        }
        for (int round = 0; round < 200; round++) {
            newer.forEach(Newer::step);
            classic.forEach(ClassicDriver::step);
            driver.advance(500);
            checkInvariants();
        }
        DescribedGroup group = driver.shard.describeConsumer(GROUP);
        assertThat(group.groupState()).isEqualTo("Stable");
        assertThat(group.members()).hasSize(newer.size() + classic.size());
        Set<String> read = new HashSet<>();
        newer.forEach(member -> read.addAll(member.life.owned));
        classic.forEach(member -> read.addAll(member.owned));
        for (String topic : List.of("a", "b")) {
            int count = driver.topology.topic(topic).orElseThrow().partitionCount();
            for (int partition = 0; partition < count; partition++) {
                assertThat(read).contains(topic + "-" + partition);
            }
        }
    }
}
