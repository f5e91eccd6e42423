package io.millrace.broker.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.metadata.config.ConfigSchema;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a quorum of several does; above all a follower that has to be brought a snapshot. */
@Timeout(90)
class ThreeVotersIT {
    private static final QuorumTuning TUNING =
            new QuorumTuning(new QuorumTimings(1_000, 2_000, 10, 5_000, 60_000), new SnapshotPolicy(20, 2, 0, 4096));

    @TempDir
    private Path directory;

    private final List<QuorumPeer> voters = new ArrayList<>();
    private final List<MetadataQuorum> running = new ArrayList<>();

    @BeforeEach
    void pickPorts() {
        for (int nodeId = 1; nodeId <= 3; nodeId++) {
            voters.add(new QuorumPeer(nodeId, "127.0.0.1", FreePort.find()));
        }
    }

    @AfterEach
    void closeAll() {
        running.forEach(MetadataQuorum::close);
    }

    private CompletableFuture<MetadataQuorum> start(int nodeId) {
        QuorumConfig config = new QuorumConfig(
                directory.resolve("node" + nodeId),
                nodeId,
                Optional.of("three"),
                new QuorumAddress("127.0.0.1", voters.get(nodeId - 1).port()),
                voters,
                ConfigSchema.topicsOnly(),
                TUNING);
        return CompletableFuture.supplyAsync(() -> MetadataQuorum.start(config));
    }

    @Test
    void aLateVoterIsBroughtTheSnapshotAndAMinorityIsRefused() throws IOException {
        // Given
        CompletableFuture<MetadataQuorum> first = start(1);
        CompletableFuture<MetadataQuorum> second = start(2);
        running.add(first.join());
        running.add(second.join());
        MetadataQuorum leader = leader();
        leader.submit(QuorumCommands.registration(1)).join();
        for (int number = 0; number < 50; number++) {
            QuorumCommands.create(leader, "t" + number);
        }
        // When
        MetadataQuorum third = start(3).join();
        running.add(third);
        MetadataImage read = third.linearizableImage().join();
        // Then
        assertThat(read.topics().count()).isEqualTo(50);
        assertThat(read.runningHash()).isEqualTo(leader.image().runningHash());
        assertThat(logFilesOf(3))
                .as("the late voter has no beginning of the log, so it was brought a snapshot")
                .isNotEmpty()
                .noneMatch(name -> name.startsWith("log_0-") || name.equals("log_inprogress_0"));
        // When
        QuorumCommands.create(leader, "after");
        // Then
        assertThat(third.linearizableImage().join().topics().find("after")).isPresent();
        // When
        running.stream().filter(quorum -> quorum != leader).forEach(MetadataQuorum::close);
        running.removeIf(quorum -> quorum != leader);
        // Then
        assertThatThrownBy(() -> leader.submit(QuorumCommands.creation("lost")).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(QuorumUnavailableException.class);
    }

    private List<String> logFilesOf(int nodeId) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("node" + nodeId))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("log_"))
                    .toList();
        }
    }

    private MetadataQuorum leader() {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadlineNs) {
            Optional<MetadataQuorum> leader =
                    running.stream().filter(MetadataQuorum::isLeader).findFirst();
            if (leader.isPresent()) {
                return leader.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("No leader");
    }
}
