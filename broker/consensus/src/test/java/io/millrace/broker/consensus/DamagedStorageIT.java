package io.millrace.broker.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.metadata.record.ImageSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.ratis.util.MD5FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start on storage that is not what it was either brings everything back or refuses and says why. */
@Timeout(60)
class DamagedStorageIT {
    private static final int TOPICS = 60;

    @TempDir
    private Path directory;

    private QuorumConfig config;

    @BeforeEach
    void fill() {
        config = QuorumCommands.loneVoter(directory)
                .withTuning(new QuorumTuning(QuorumTimings.DEFAULTS, new SnapshotPolicy(20, 2, 0, 1024 * 1024)));
        try (MetadataQuorum quorum = MetadataQuorum.start(config)) {
            quorum.submit(QuorumCommands.registration(1)).join();
            for (int number = 0; number < TOPICS; number++) {
                QuorumCommands.create(quorum, "t" + number);
            }
        }
    }

    @Test
    void startsFromASnapshotAndTheRestOfTheLog() {
        // When
        try (MetadataQuorum quorum = MetadataQuorum.start(config)) {
            // Then
            assertThat(quorum.image().topics().count()).isEqualTo(TOPICS);
        }
    }

    @Test
    void refusesAnImageOfANewerVersion() throws IOException {
        // Given
        for (Path snapshot : snapshots()) {
            byte[] bytes = Files.readAllBytes(snapshot);
            ByteBuffer.wrap(bytes).putInt(Integer.BYTES + Short.BYTES, 7);
            CRC32C checksum = new CRC32C();
            checksum.update(bytes, 0, bytes.length - Integer.BYTES);
            ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) checksum.getValue());
            Files.write(snapshot, bytes);
            MD5FileUtil.computeAndSaveMd5ForFile(snapshot.toFile());
        }
        // When, Then
        assertThatThrownBy(() -> MetadataQuorum.start(config))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining("metadata version 7")
                .hasMessageContaining("newer build");
    }

    @Test
    void refusesADamagedSnapshotOrStartsWithoutLoss() throws IOException {
        // Given
        for (Path snapshot : snapshots()) {
            byte[] bytes = Files.readAllBytes(snapshot);
            bytes[bytes.length / 2] ^= 1;
            Files.write(snapshot, bytes);
        }
        // When, Then
        assertThatThrownBy(() -> MetadataQuorum.start(config))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void replaysTheWholeLogWhenSnapshotsAreGone() throws IOException {
        // Given
        deleteSnapshots();
        // When
        try (MetadataQuorum quorum = MetadataQuorum.start(config)) {
            // Then
            assertThat(quorum.image().topics().count()).isEqualTo(TOPICS);
        }
    }

    @Test
    void refusesALogThatBeginsAfterTheSnapshot() throws IOException {
        // Given
        deleteSnapshots();
        for (Path log : files("log_.*")) {
            Files.move(log, log.resolveSibling("log_inprogress_50"));
        }
        // When, Then
        assertThatThrownBy(() -> MetadataQuorum.start(config))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining("incomplete")
                .hasMessageContaining("index 50");
    }

    @Test
    void refusesALogWithAFlippedBit() throws IOException {
        // Given
        deleteSnapshots();
        for (Path log : files("log_.*")) {
            byte[] bytes = Files.readAllBytes(log);
            bytes[2_000] ^= 1;
            Files.write(log, bytes);
        }
        // When, Then
        assertThatThrownBy(() -> MetadataQuorum.start(config))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void refusesALogThatEndsBeforeTheSnapshot() throws IOException {
        // Given
        for (Path log : files("log_.*")) {
            Files.write(log, Arrays.copyOf(Files.readAllBytes(log), 2_000));
        }
        // When, Then
        assertThatThrownBy(() -> MetadataQuorum.start(config))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining("incomplete")
                .hasMessageContaining(directory.toString());
    }

    private void deleteSnapshots() throws IOException {
        for (Path file : files("snapshot\\..*")) {
            Files.delete(file);
        }
    }

    @Test
    void refusesAFoundedClusterWithoutItsLog() throws IOException {
        // Given
        Path raft = directory.resolve("raft");
        try (Stream<Path> files = Files.walk(raft)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        // When, Then
        assertThatThrownBy(() -> MetadataQuorum.start(config))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining("is gone");
        assertThat(raft).doesNotExist();
    }

    @Test
    void refusesTheDirectoryOfAnotherClusterOrNode() {
        // When, Then
        assertThatThrownBy(() -> MetadataQuorum.start(config.withClusterId("other")))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining("configured for cluster other");
        QuorumConfig otherNode = QuorumConfig.loneVoter(directory, 2, config.schema());
        assertThatThrownBy(() -> MetadataQuorum.start(otherNode))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining("belongs to node 1");
    }

    @Test
    void refusesADirectoryOfANewerFormat() throws IOException {
        // Given
        Path identity = directory.resolve("quorum.properties");
        Files.writeString(identity, Files.readString(identity).replace("format=1", "format=2"));
        // When, Then
        assertThatThrownBy(() -> MetadataQuorum.start(config))
                .isInstanceOf(QuorumStorageException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void writesSnapshotsThatCanBeRead() throws IOException {
        // When
        List<Path> snapshots = snapshots();
        // Then
        assertThat(snapshots).isNotEmpty();
        Path newest = snapshots.get(snapshots.size() - 1);
        assertThat(ImageSnapshot.decode(Files.readAllBytes(newest)).clusterId()).isNotEmpty();
        assertThat(Arrays.asList(directory.toFile().list())).contains("quorum.properties", "raft");
    }

    private List<Path> snapshots() throws IOException {
        return files("snapshot\\.\\d+_\\d+");
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        }
    }
}
