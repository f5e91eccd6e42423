package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.fault.LogException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryTest {
    @TempDir
    Path path;

    private TestingDirectory testing;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.open();
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void refusesADirectoryInUseAndNamesTheOwner() {
        assertThatThrownBy(() -> new TestingDirectory(path).open())
                .isInstanceOf(DirectoryRefusedException.class)
                .hasMessageContaining("in use")
                .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }

    @Test
    void twoDirectoriesLiveInOneProcess(@TempDir Path other) {
        try (LogDirectory second = new TestingDirectory(other).open()) {
            assertThat(second.directoryId()).isNotEqualTo(testing.directory().directoryId());
        }
    }

    @Test
    void refusesANewerVersion() throws Exception {
        // Given
        testing.close();
        Path meta = path.resolve("meta.properties");
        Files.writeString(meta, Files.readString(meta).replace("version=1", "version=2"));

        // Then
        assertThatThrownBy(() -> testing.open())
                .isInstanceOf(DirectoryRefusedException.class)
                .hasMessageContaining("newer release");
    }

    @Test
    void refusesAnotherNodesAndAnotherClustersDirectory() {
        // Given
        testing.close();

        // Then
        assertThatThrownBy(() -> LogDirectory.open(path, LogDirectoryConfig.of("test-cluster", 2), () -> 0))
                .isInstanceOf(DirectoryRefusedException.class)
                .hasMessageContaining("belongs to node 1");
        assertThatThrownBy(() -> LogDirectory.open(path, LogDirectoryConfig.of("elsewhere", 1), () -> 0))
                .isInstanceOf(DirectoryRefusedException.class)
                .hasMessageContaining("belongs to cluster test-cluster");
    }

    @Test
    void keepsItsIdentity() {
        // Given
        Uuid before = testing.directory().directoryId();
        testing.close();

        // Then
        assertThat(testing.open().directoryId()).isEqualTo(before);
    }

    @Test
    void createReturnsTheExistingLogWithTheNewConfiguration() {
        // Given
        PartitionLog log = testing.log();

        // When
        PartitionLog again = testing.log("retention.ms", "5");

        // Then
        assertThat(again).isSameAs(log);
        assertThat(log.config().retention().retentionMs()).isEqualTo(5);
    }

    @Test
    void aDeletedLogRefusesAppendsAndItsFilesGoAfterTheDelay() throws Exception {
        // Given
        PartitionLog log = testing.log("file.delete.delay.ms", "1");
        log.append(TestingBatches.of("a"), 0, 1_000, AppendOrigin.CLIENT);
        RecordsSlice slice = log.read(0, 100, true, 1);

        // When
        testing.directory().delete(TestingDirectory.TOPIC_ID, 0);

        // Then
        assertThat(testing.directory().get(TestingDirectory.TOPIC_ID, 0)).isEmpty();
        assertThatThrownBy(() -> log.append(TestingBatches.of("b"), 0, 1_000, AppendOrigin.CLIENT))
                .isInstanceOf(LogException.class);
        assertThat(path.resolve("orders-0")).doesNotExist();
        testing.nowMs = 1_000_010;
        testing.directory().removeFilesNow();
        try (var paths = Files.list(path)) {
            assertThat(paths.filter(file -> file.toString().endsWith("-delete")))
                    .isEmpty();
        }
        assertThat(slice.toByteBuffer().remaining()).isEqualTo(slice.sizeBytes());
        slice.close();
    }

    @Test
    void aTopicOfTheSameNameStartsEmpty() {
        // Given
        PartitionLog log = testing.log();
        log.append(TestingBatches.of("a"), 0, 1_000, AppendOrigin.CLIENT);
        testing.directory().delete(TestingDirectory.TOPIC_ID, 0);

        // When
        PartitionLog recreated = testing.directory().create(Uuid.randomUuid(), "orders", 0, TestingDirectory.config());

        // Then
        assertThat(recreated.logEndOffset()).isZero();
    }

    @Test
    void logsSetAsideAreKeptUnderAnotherName() throws Exception {
        // Given
        testing.log().append(TestingBatches.of("a"), 0, 1_000, AppendOrigin.CLIENT);

        // When
        testing.directory().setAside(TestingDirectory.TOPIC_ID, 0);
        testing.close();

        // Then
        assertThat(testing.open().logs()).isEmpty();
        try (var paths = Files.list(path)) {
            assertThat(paths.filter(file -> file.toString().endsWith("-stray"))).hasSize(1);
        }
    }
}
