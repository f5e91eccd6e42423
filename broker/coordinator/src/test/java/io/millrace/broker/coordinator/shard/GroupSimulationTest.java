package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that join, sync, beat, commit, hang, leave, restart and lie, a log that refuses and a coordinator that moves,
 * in an order that the seed says; invariants after every step, and a quiet time at the end in which the group must form.
 */
class GroupSimulationTest {
    private static final int STEPS = 3_000;
    private static final int BLOCK_STEPS = 150;
    private static final int CLIENTS = 6;
    private static final String PARTITION = "the only partition";

    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final GroupDriver group = new GroupDriver(driver, "group");
    private final List<SimulatedClient> clients = new ArrayList<>();
    /** Who owned the partition in a generation: there may be only one. */
    private final Map<Integer, String> owners = new TreeMap<>();

    private final Map<Integer, String> leaders = new HashMap<>();
    private Random random;
    private int lastGeneration;
    private long lastAcknowledgedCommit = -1;
    private long nextCommit;

    /** A consumer, as far as a coordinator can tell. */
    private static final class SimulatedClient {
        private final String instanceId;
        private String memberId = "";
        private int generation = -1;
        private long openJoin;
        private long openSync;
        private boolean leader;
        private List<String> others = List.of();
        private boolean stable;

        private SimulatedClient(String instanceId) {
            this.instanceId = instanceId;
        }

        private void forget() {
            memberId = "";
            generation = -1;
            openJoin = 0;
            openSync = 0;
            stable = false;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void keepsItsPromisesInAnyOrder(long seed) {
        // Given
        random = new Random(seed);
        for (int index = 0; index < CLIENTS; index++) {
            clients.add(new SimulatedClient(index < 2 ? "instance" + index : null));
        }
        // When
        for (int step = 0; step < STEPS; step++) {
            SimulatedClient client = clients.get(random.nextInt(CLIENTS));
            if (step / BLOCK_STEPS % 2 == 0) {
                behave(client);
            } else {
                act(client);
            }
            checkInvariants();
        }
        // Then
        driver.takeAppends();
        settleDown();
        assertThat(group.state()).as("seed %d", seed).isEqualTo("Stable");
        assertThat(owners.size()).as("seed %d: generations with an owner", seed).isGreaterThan(5);
        assertThat(lastAcknowledgedCommit).as("seed %d: commits", seed).isGreaterThan(5);
    }

    /** Without quiet times no generation would ever be formed. */
    private void behave(SimulatedClient client) {
        driver.takeAppends();
        hear(client);
        beat(client);
        work(client);
        commit(client);
        driver.advance(random.nextInt(400));
    }

    private void act(SimulatedClient client) {
        hear(client);
        int choice = random.nextInt(100);
        if (choice < 30) {
            work(client);
        } else if (choice < 50) {
            driver.advance(random.nextInt(2_000));
        } else if (choice < 65) {
            beat(client);
        } else if (choice < 75) {
            commit(client);
        } else if (choice < 78) {
            driver.advance(random.nextInt(15_000));
        } else if (choice < 82) {
            leave(client);
        } else if (choice < 86) {
            client.forget();
        } else if (choice < 88) {
            moveCoordinator();
        } else if (choice < 90) {
            driver.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);
        } else if (choice < 95) {
            driver.takeAppends();
        } else {
            lie(client);
        }
    }

    /** The next sensible thing on the way to an assignment. */
    private void work(SimulatedClient client) {
        if (client.openJoin != 0 || client.openSync != 0) {
            return;
        }
        if (client.generation < 0) {
            client.openJoin = group.join(group.joinRequest(client.memberId, client.instanceId));
        } else if (!client.stable) {
            Map<String, String> assignments = new HashMap<>();
            if (client.leader) {
                client.others.forEach(memberId -> assignments.put(memberId, ""));
                assignments.put(client.others.get(random.nextInt(client.others.size())), PARTITION);
            }
            client.openSync = group.sync(client.memberId, client.generation, assignments);
        }
        hear(client);
    }

    private void hear(SimulatedClient client) {
        if (client.openJoin != 0 && driver.answered(client.openJoin)) {
            JoinGroupResponseData answer = group.joined(client.openJoin);
            client.openJoin = 0;
            Errors error = Errors.forCode(answer.errorCode());
            if (error == Errors.NONE) {
                client.memberId = answer.memberId();
                client.generation = answer.generationId();
                client.leader = answer.leader().equals(answer.memberId());
                client.others = answer.members().stream()
                        .map(member -> member.memberId())
                        .toList();
                client.leader &= !client.others.isEmpty();
                if (client.leader) {
                    leads(client);
                }
                client.stable = false;
            } else if (error == Errors.MEMBER_ID_REQUIRED) {
                client.memberId = answer.memberId();
            } else if (error != Errors.REBALANCE_IN_PROGRESS) {
                client.forget();
            }
        }
        if (client.openSync != 0 && driver.answered(client.openSync)) {
            SyncGroupResponseData answer = group.synced(client.openSync);
            Errors error = Errors.forCode(answer.errorCode());
            if (error == Errors.NONE) {
                client.stable = true;
                owns(client, group.assignment(client.openSync));
            } else if (error == Errors.REBALANCE_IN_PROGRESS || error == Errors.COORDINATOR_NOT_AVAILABLE) {
                client.generation = -1;
            } else {
                client.forget();
            }
            client.openSync = 0;
        }
    }

    private void leads(SimulatedClient client) {
        String identity = client.instanceId == null ? client.memberId : client.instanceId;
        String former = leaders.putIfAbsent(client.generation, identity);
        assertThat(former == null || former.equals(identity))
                .as("generation %d is led by %s and by %s", client.generation, former, identity)
                .isTrue();
    }

    private void owns(SimulatedClient client, String assignment) {
        if (assignment.equals(PARTITION)) {
            String identity = client.instanceId == null ? client.memberId : client.instanceId;
            String former = owners.putIfAbsent(client.generation, identity);
            assertThat(former == null || former.equals(identity))
                    .as("generation %d belongs to %s and to %s", client.generation, former, identity)
                    .isTrue();
        }
    }

    private void beat(SimulatedClient client) {
        if (client.generation < 0) {
            return;
        }
        Errors error = group.heartbeat(client.memberId, client.instanceId, client.generation);
        if (error == Errors.REBALANCE_IN_PROGRESS) {
            client.generation = -1;
            client.stable = false;
            client.openSync = 0;
        } else if (error != Errors.NONE) {
            client.forget();
        }
    }

    private void commit(SimulatedClient client) {
        if (!client.stable) {
            return;
        }
        long offset = nextCommit;
        nextCommit++;
        if (group.commit(client.memberId, client.generation, offset) == Errors.NONE) {
            lastAcknowledgedCommit = offset;
        }
    }

    private void leave(SimulatedClient client) {
        if (!client.memberId.isEmpty() && group.leave(client.memberId, client.instanceId) == Errors.NONE) {
            client.forget();
        }
    }

    private void lie(SimulatedClient client) {
        assertThat(group.heartbeat("ghost", 1)).isNotEqualTo(Errors.NONE);
        assertThat(group.commit("ghost", lastGeneration, 1_000_000_000)).isNotEqualTo(Errors.NONE);
        assertThat(group.commit(client.memberId, lastGeneration + 5, 1_000_000_000))
                .isNotEqualTo(Errors.NONE);
        group.sync(client.memberId, lastGeneration - 1, Map.of());
        group.join(group.joinRequest("ghost", null));
    }

    private void moveCoordinator() {
        driver.take(driver.shard.drop());
        driver.restart();
        // A generation that was formed but had no assignment yet is not in the log: its number comes again.
        leaders.clear();
    }

    private void checkInvariants() {
        assertThat(group.committed()).as("committed offset").isEqualTo(lastAcknowledgedCommit);
        for (SimulatedClient client : clients) {
            hear(client);
            lastGeneration = Math.max(lastGeneration, client.generation);
        }
    }

    /** Nobody misbehaves any more: within some rebalance timeouts all must be members of one generation. */
    private void settleDown() {
        for (int round = 0; round < 400; round++) {
            for (SimulatedClient client : clients) {
                hear(client);
                beat(client);
                work(client);
            }
            driver.advance(500);
            checkInvariants();
        }
        assertThat(clients).allMatch(client -> client.stable);
        assertThat(clients.stream().map(client -> client.generation).distinct()).hasSize(1);
    }
}
