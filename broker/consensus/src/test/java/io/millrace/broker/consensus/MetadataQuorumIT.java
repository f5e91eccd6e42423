package io.millrace.broker.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.metadata.command.AllocateProducerIds;
import io.millrace.broker.metadata.command.BrokerRegistered;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetadataQuorumIT {
    private static final Pattern ACKNOWLEDGED = Pattern.compile("acknowledged t(\\d+)\\.");

    @TempDir
    private Path directory;

    private MetadataQuorum start() {
        return MetadataQuorum.start(QuorumCommands.loneVoter(directory));
    }

    @Test
    void keepsEverythingOverARestartOnAnotherPort() {
        // Given
        MetadataImage before;
        String clusterId;
        try (MetadataQuorum quorum = start()) {
            clusterId = quorum.clusterId();
            assertThat(quorum.submit(QuorumCommands.registration(1)).join()).isInstanceOf(BrokerRegistered.class);
            QuorumCommands.create(quorum, "orders");
            before = quorum.image();
        }
        // When
        try (MetadataQuorum quorum = start()) {
            // Then
            assertThat(quorum.clusterId()).isEqualTo(clusterId);
            assertThat(quorum.image().clusterId()).isEqualTo(clusterId);
            assertThat(quorum.image().topics()).isEqualTo(before.topics());
            assertThat(quorum.image().brokers()).isEqualTo(before.brokers());
            assertThat(quorum.image().runningHash()).isEqualTo(before.runningHash());
            assertThat(quorum.port()).isEqualTo(QuorumAddress.NO_PORT);
        }
    }

    @Test
    void leadsAloneAndReadsWhatItWrote() {
        // Given
        try (MetadataQuorum quorum = start()) {
            quorum.submit(QuorumCommands.registration(1)).join();
            // When
            QuorumCommands.create(quorum, "orders");
            MetadataImage read = quorum.linearizableImage().join();
            // Then
            assertThat(read.topics().find("orders")).isPresent();
            assertThat(quorum.isLeader()).isTrue();
            assertThat(quorum.leaderId()).hasValue(1);
            assertThat(quorum.term()).isPositive();
        }
    }

    @Test
    void answersOnceTheListenersHaveSeenTheChange() {
        // Given
        try (MetadataQuorum quorum = start()) {
            quorum.submit(QuorumCommands.registration(1)).join();
            List<MetadataImage> seen = new CopyOnWriteArrayList<>();
            quorum.addListener((previous, current) -> {
                assertThat(current.appliedIndex()).isGreaterThan(previous.appliedIndex());
                seen.add(current);
            });
            quorum.addListener((previous, current) -> {
                throw new IllegalStateException("a listener that breaks");
            });
            // When
            for (int number = 0; number < 20; number++) {
                QuorumCommands.create(quorum, "t" + number);
                // Then
                assertThat(seen.get(seen.size() - 1).topics().find("t" + number))
                        .isPresent();
            }
        }
    }

    @Test
    void aRepeatedCommandIsAppliedOnce() {
        // Given
        try (MetadataQuorum quorum = start()) {
            BrokerRegistered registered = (BrokerRegistered)
                    quorum.submit(QuorumCommands.registration(1)).join();
            AllocateProducerIds command = new AllocateProducerIds(1, registered.brokerEpoch());
            Uuid commandId = Uuid.randomUuid();
            // When
            CommandResponse first = quorum.submit(commandId, command).join();
            CommandResponse second = quorum.submit(commandId, command).join();
            // Then
            assertThat(second).isEqualTo(first);
            assertThat(quorum.image().nextProducerId()).isEqualTo(1000);
        }
    }

    @Test
    void twoLiveInOneJvm(@TempDir Path otherDirectory) {
        // Given
        try (MetadataQuorum one = start();
                MetadataQuorum two = MetadataQuorum.start(QuorumCommands.loneVoter(otherDirectory))) {
            one.submit(QuorumCommands.registration(1)).join();
            two.submit(QuorumCommands.registration(1)).join();
            // When
            QuorumCommands.create(one, "one");
            QuorumCommands.create(two, "two");
            // Then
            assertThat(one.clusterId()).isNotEqualTo(two.clusterId());
            assertThat(one.image().topics().byName()).containsOnlyKeys("one");
            assertThat(two.image().topics().byName()).containsOnlyKeys("two");
        }
    }

    @Test
    void takesManyCommandsAtOnceAndRefusesTooMany() {
        // Given
        try (MetadataQuorum quorum = start()) {
            quorum.submit(QuorumCommands.registration(1)).join();
            // When
            List<CompletableFuture<CommandResponse>> answers = new CopyOnWriteArrayList<>();
            for (int number = 0; number < 500; number++) {
                answers.add(quorum.submit(QuorumCommands.creation("t" + number)));
            }
            CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                    .join();
            // Then
            assertThat(quorum.image().topics().count()).isEqualTo(500);
        }
    }

    @Test
    void killLosesNoAcknowledgedCommand() {
        // Given
        Random random = new Random(7);
        int next = 0;
        for (int round = 0; round < 3; round++) {
            int acknowledged = -1;
            try (ChildJvm child =
                    ChildJvm.start(TopicCreatorMain.class, directory.toString(), Integer.toString(next))) {
                // When
                child.awaitOutput("ready", Duration.ofSeconds(30));
                child.awaitOutput("acknowledged t" + (next + 20 + random.nextInt(40)) + "\\.", Duration.ofSeconds(30));
                child.kill();
                Matcher lines = ACKNOWLEDGED.matcher(child.output());
                while (lines.find()) {
                    acknowledged = Integer.parseInt(lines.group(1));
                }
            }
            // Then
            try (MetadataQuorum quorum = start()) {
                for (int number = 0; number <= acknowledged; number++) {
                    assertThat(quorum.image().topics().find("t" + number))
                            .as("round %d: t%d of %d", round, number, acknowledged)
                            .isPresent();
                }
                // One more may have been applied without its answer having been seen.
                assertThat(quorum.image().topics().count()).isBetween(acknowledged + 1, acknowledged + 2);
                next = quorum.image().topics().count();
            }
        }
    }

    @Test
    void refusesToStartTwiceInOneDirectory() {
        // Given
        try (MetadataQuorum quorum = start()) {
            // When, Then
            assertThatThrownBy(this::start)
                    .isInstanceOf(QuorumStorageException.class)
                    .hasMessageContaining(directory.toString());
            assertThat(quorum.isLeader()).isTrue();
        }
    }

    @Test
    void aPortThatIsAskedForIsOpened() throws IOException {
        // Given
        QuorumConfig config =
                QuorumCommands.loneVoter(directory).withAddress(new QuorumAddress("127.0.0.1", FreePort.find()));
        // When
        try (MetadataQuorum quorum = MetadataQuorum.start(config);
                Socket peer = new Socket(
                        InetAddress.getLoopbackAddress(), config.address().port())) {
            // Then
            assertThat(quorum.port()).isEqualTo(config.address().port());
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void refusesAPortInUse(@TempDir Path otherDirectory) throws IOException {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            QuorumConfig config = QuorumCommands.loneVoter(otherDirectory)
                    .withAddress(new QuorumAddress("127.0.0.1", taken.getLocalPort()));
            // When, Then
            assertThatThrownBy(() -> MetadataQuorum.start(config))
                    .isInstanceOf(QuorumException.class)
                    .hasMessageContaining("in use");
        }
    }
}
