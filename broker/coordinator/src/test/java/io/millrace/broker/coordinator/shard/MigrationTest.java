package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.ConsumerConfig.Migration;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationTest {
    private static final GroupConfig CONFIG = GroupConfig.DEFAULTS.withInitialRebalanceDelayMs(0);

    private ShardDriver driver = new ShardDriver(CONFIG);
    private ClassicDriver oldOne = new ClassicDriver(driver, "group");
    private ClassicDriver oldTwo = new ClassicDriver(driver, "group");
    private ConsumerDriver newOne = new ConsumerDriver(driver, "group", "new");

    @BeforeEach
    void createTopics() {
        driver.become(driver.topology.with("a", 6));
    }

    @Test
    void upgradesAGroupWhenTheFirstMemberOfTheNewerProtocolComes() {
        // Given
        settle();
        assertThat(driver.shard.describe("group", (short) 6).groupState()).isEqualTo("Stable");
        Set<String> before = new HashSet<>(oldOne.owned);
        int generation = oldOne.generation;
        // When
        assertThat(newOne.join()).isEqualTo(Errors.NONE);
        // Then
        assertThat(newOne.described().members()).hasSize(3);
        assertThat(newOne.epoch).isEqualTo(generation + 1);
        assertThat(newOne.described().members())
                .filteredOn(member -> member.memberId().equals(oldOne.memberId))
                .singleElement()
                .satisfies(member -> assertThat(member.memberType()).isZero());
        settle();
        assertThat(newOne.owned).hasSize(2);
        assertThat(before).containsAll(oldOne.owned);
        assertShared(6);
        assertThat(driver.shard.describe("group", (short) 5).groupState()).isEqualTo("Dead");
        // And: it stays upgraded over a restart
        driver.restart();
        settle();
        assertShared(6);
        assertThat(newOne.state()).isEqualTo("Stable");
    }

    @Test
    void downgradesAGroupWhenTheLastMemberOfTheNewerProtocolGoes() {
        // Given
        settle();
        newOne.join();
        settle();
        // When
        newOne.leave();
        // Then
        assertThat(Errors.forCode(newOne.described().errorCode())).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        assertThat(oldOne.beat()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        settleClassic();
        assertThat(oldOne.owned).hasSize(3);
        assertShared(6);
        // And: it stays downgraded over a restart
        driver.restart();
        settleClassic();
        assertShared(6);
        assertThat(driver.shard.describe("group", (short) 6).groupState()).isEqualTo("Stable");
    }

    @Test
    void downgradesWhenTheLastMemberOfTheNewerProtocolIsSilent() {
        // Given
        settle();
        newOne.join();
        settle();
        // When
        for (int second = 0; second < 47; second++) {
            driver.advance(1_000);
            oldOne.step();
            oldTwo.step();
        }
        // Then
        settleClassic();
        assertThat(oldOne.owned).hasSize(3);
        assertThat(driver.shard.describe("group", (short) 6).members()).hasSize(2);
    }

    @Test
    void downgradesWhenAClassicMemberTakesThePlaceOfTheLastOther() {
        // Given
        newOne.instanceId = "instance";
        settle();
        newOne.join();
        settle();
        // When
        ClassicDriver replacement = new ClassicDriver(driver, "group");
        replacement.instanceId = "instance";
        for (int round = 0; round < 8; round++) {
            replacement.step();
            oldOne.step();
            oldTwo.step();
        }
        // Then
        assertThat(driver.shard.describe("group", (short) 6).members()).hasSize(3);
        assertThat(List.of(oldOne.owned.size(), oldTwo.owned.size(), replacement.owned.size()))
                .containsExactly(2, 2, 2);
    }

    @Test
    void letsClassicMembersJoinAGroupOfTheNewerProtocol() {
        // Given
        newOne.join();
        // When
        settle();
        // Then
        assertShared(6);
        assertThat(oldOne.generation).isEqualTo(newOne.epoch);
        // When
        oldTwo.leave();
        oldTwo = new ClassicDriver(driver, "group");
        for (int round = 0; round < 6; round++) {
            newOne.beat();
            oldOne.step();
        }
        // Then
        assertThat(oldOne.owned).hasSize(3);
        assertThat(newOne.owned).hasSize(3);
    }

    @Test
    void forgetsAClassicMemberThatDoesNotSync() {
        // Given
        newOne.join();
        GroupDriver requests = new GroupDriver(driver, "group");
        oldOne.step();
        assertThat(oldOne.stable).isTrue();
        // When: it hears of a rebalance and lives, but never joins again
        driver.become(driver.topology.with("a", 8));
        newOne.beat();
        for (int second = 0; second < 61; second++) {
            driver.advance(1_000);
            requests.heartbeat(oldOne.memberId, oldOne.generation);
            newOne.beat();
        }
        // Then
        assertThat(requests.heartbeat(oldOne.memberId, oldOne.generation)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        newOne.beat();
        assertThat(newOne.owned).hasSize(8);
    }

    @Test
    void checksIdentityAndGenerationOfClassicMembers() {
        // Given
        newOne.join();
        oldOne.instanceId = "instance";
        oldOne.step();
        GroupDriver requests = new GroupDriver(driver, "group");
        int generation = oldOne.generation;
        // When, Then
        assertThat(requests.heartbeat("stranger", generation)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(requests.heartbeat("stranger", "instance", generation)).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(requests.heartbeat(oldOne.memberId, generation - 1)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(requests.heartbeat("new", newOne.epoch)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(requests.commit(oldOne.memberId, generation - 1, 5)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(requests.commit(oldOne.memberId, generation, 5)).isEqualTo(Errors.NONE);
        assertThat(requests.joined(requests.join(requests.joinRequest("", null)))
                        .errorCode())
                .isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL.code());
        assertThat(requests.leave("stranger", null)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(requests.leave("", "instance")).isEqualTo(Errors.NONE);
    }

    @Test
    void changesNothingWhereTheOperatorForbidsIt() {
        // Given
        with(Migration.DISABLED);
        settleClassic();
        // When, Then
        assertThat(newOne.join()).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        assertThat(driver.shard.describe("group", (short) 6).groupState()).isEqualTo("Stable");
        // Given
        with(Migration.UPGRADE);
        settle();
        newOne.join();
        settle();
        newOne.leave();
        settleClassic();
        // Then: nobody speaks the newer protocol, and still the group is one of it
        assertThat(newOne.state()).isEqualTo("Stable");
        assertShared(6);
    }

    @Test
    void letsAnEmptyGroupChangeItsProtocolWithoutAsking() {
        // Given
        with(Migration.DISABLED);
        settleClassic();
        GroupDriver requests = new GroupDriver(driver, "group");
        requests.commit(oldOne.memberId, oldOne.generation, "a", 0, 7, "");
        oldOne.leave();
        oldTwo.leave();
        // When
        assertThat(newOne.join()).isEqualTo(Errors.NONE);
        // Then
        assertThat(newOne.owned).hasSize(6);
        assertThat(requests.fetch("a", 0).committedOffset()).isEqualTo(7);
        // When
        newOne.leave();
        settleClassic();
        // Then
        assertShared(6);
        assertThat(requests.fetch("a", 0).committedOffset()).isEqualTo(7);
        driver.restart();
        assertThat(driver.shard.describe("group", (short) 6).groupState()).isEqualTo("Stable");
        assertThat(driver.shard.size()).isEqualTo(1);
    }

    @Test
    void sendsWhoeverWaitsInAClassicGroupToJoinAgain() {
        // Given: the second one waits for the first
        oldOne.step();
        oldTwo.step();
        // When
        assertThat(newOne.join()).isEqualTo(Errors.NONE);
        settle();
        // Then
        assertShared(6);
        assertThat(newOne.described().members()).hasSize(3);
    }

    private void with(Migration policy) {
        ConsumerConfig all = ConsumerConfig.DEFAULTS;
        driver = new ShardDriver(CONFIG.withConsumer(new ConsumerConfig(
                true,
                all.session(),
                all.heartbeat(),
                all.maxMembers(),
                all.assignors(),
                policy,
                all.regexRefreshIntervalMs())));
        createTopics();
        oldOne = new ClassicDriver(driver, "group");
        oldTwo = new ClassicDriver(driver, "group");
        newOne = new ConsumerDriver(driver, "group", "new");
    }

    private void settle() {
        for (int round = 0; round < 10; round++) {
            oldOne.step();
            oldTwo.step();
            if (newOne.epoch > 0) {
                assertThat(newOne.beat()).isEqualTo(Errors.NONE);
            }
        }
    }

    private void settleClassic() {
        for (int round = 0; round < 10; round++) {
            oldOne.step();
            oldTwo.step();
        }
    }

    private void assertShared(int partitions) {
        Set<String> all = new HashSet<>(oldOne.owned);
        all.addAll(oldTwo.owned);
        all.addAll(newOne.owned);
        assertThat(all).hasSize(partitions);
        assertThat(oldOne.owned.size() + oldTwo.owned.size() + newOne.owned.size())
                .isEqualTo(partitions);
    }
}
