package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expressions stand for the topics that their members may know of, whatever makes the shard look again. */
class RegexRightsTest {
    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final ConsumerDriver one = new ConsumerDriver(driver, "group", "one");
    private final ConsumerDriver two = new ConsumerDriver(driver, "group", "two");
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void createTopics() {
        driver.become(driver.topology.with("a", 1).with("mine-1", 1).with("secret-1", 1));
        one.topics = List.of();
        one.regex = ".*-[0-9]";
        one.mayDescribe = topic -> asked.add(topic) && topic.startsWith("mine");
    }

    @Test
    void leavesOutTopicsThatTheMemberMayNotKnowOf() {
        // When
        assertThat(one.join()).isEqualTo(Errors.NONE);
        // Then
        assertThat(one.owned).containsExactly("mine-1-0");
        assertThat(asked).containsExactly("mine-1", "secret-1");
        // When: topics come
        driver.become(driver.topology.with("mine-2", 1).with("secret-2", 1));
        one.beat();
        // Then
        assertThat(one.owned).containsExactly("mine-1-0", "mine-2-0");
        // When: a topic comes that does not match, and later nothing happens at all
        driver.become(driver.topology.with("b", 1));
        one.beat();
        asked.clear();
        one.beat();
        // Then
        assertThat(asked).isEmpty();
        // When
        driver.restart();
        one.beat();
        // Then
        assertThat(one.owned).containsExactly("mine-1-0", "mine-2-0");
    }

    @Test
    void waitsForAMemberOfTheExpressionToLookAgain() {
        // Given
        one.join();
        // When: another one comes, with rights of its own
        two.topics = List.of("a");
        two.join();
        driver.become(driver.topology.with("mine-2", 1).with("secret-2", 1));
        two.beat();
        // Then
        assertThat(one.described().members())
                .flatExtracting(member -> member.targetAssignment().topicPartitions())
                .extracting(topic -> topic.topicName())
                .containsExactlyInAnyOrder("a", "mine-1");
        // When: it goes, which makes a new epoch, and the group looks again
        two.leave();
        one.beat();
        // Then
        assertThat(one.owned).containsExactly("mine-1-0", "mine-2-0");
    }

    @Test
    void followsRightsThatChangeWhenAnExpressionIsOld() {
        // Given
        one.join();
        // When
        one.mayDescribe = topic -> topic.startsWith("secret");
        one.beat();
        // Then
        assertThat(one.owned).containsExactly("mine-1-0");
        // When
        beatUntilExpressionsAreOld();
        // Then
        one.beat();
        assertThat(one.owned).containsExactly("secret-1-0");
    }

    @Test
    void looksAgainInTimeThoughTheClockWentBackBeforeARestart() {
        // Given
        one.join();
        driver.jump(-Duration.ofDays(3_650).toMillis());
        driver.restartBroker();
        one.beat();
        // When
        one.mayDescribe = topic -> topic.startsWith("secret");
        beatUntilExpressionsAreOld();
        // Then
        one.beat();
        assertThat(one.owned).containsExactly("secret-1-0");
    }

    private void beatUntilExpressionsAreOld() {
        for (long ms = 0; ms <= ConsumerConfig.DEFAULTS.regexRefreshIntervalMs(); ms += 10_000) {
            driver.advance(10_000);
            one.beat();
        }
    }
}
