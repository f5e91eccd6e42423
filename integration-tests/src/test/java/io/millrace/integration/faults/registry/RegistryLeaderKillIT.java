package io.millrace.integration.faults.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.integration.faults.FaultOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of three instances of the registry the one that leads is killed or paused, one time after the other, while clients
 * register with all of them. What was acknowledged is there in the end, each schema has one id of its own, versions have no
 * holes, and nothing is there whose failure was certain.
 */
class RegistryLeaderKillIT {

    private static final int ROUNDS = FaultOptions.rounds("registryKills", 5);
    private static final int LEADER_READ_TIMEOUT_MS = FaultOptions.rounds("leaderReadTimeoutMs", 5_000);

    private final Random random = FaultOptions.random();
    private final RegistrationHistory history = new RegistrationHistory();
    private final Takeovers takeovers = new Takeovers();

    /** Each wait within it has a bound of its own; this one is for the long run. */
    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void loseNoSchemaAndGiveNoIdTwice(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        try (RegistryCluster cluster = RegistryCluster.start(folder, LEADER_READ_TIMEOUT_MS)) {
            List<String> failures;
            try (RegisteringClients clients = RegisteringClients.start(cluster.urls(), history, FaultOptions.seed())) {
                strike(cluster, clients);
                clients.awaitMore(100);
                clients.stop();
                failures = clients.failures();
            }
            RegistryVerdict verdict = history.verdict(cluster.awaitAgreement());
            FaultOptions.report(
                    "registry leaders, leader.read.timeout.ms=" + LEADER_READ_TIMEOUT_MS,
                    ROUNDS,
                    takeovers + "; " + verdict);
            assertThat(failures).isEmpty();
            assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
            assertThat(verdict.acknowledged()).isGreaterThan(ROUNDS * 20L);
        }
    }

    private void strike(RegistryCluster cluster, RegisteringClients clients) {
        Deque<LeaderFault> faults = new ArrayDeque<>();
        for (int round = 0; round < ROUNDS; round++) {
            if (faults.isEmpty()) {
                faults.addAll(shuffled());
            }
            clients.awaitMore(50);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
            faults.pop().strike(cluster, clients, takeovers);
        }
    }

    private List<LeaderFault> shuffled() {
        List<LeaderFault> faults = new ArrayList<>(List.of(LeaderFault.values()));
        Collections.shuffle(faults, random);
        return faults;
    }
}
