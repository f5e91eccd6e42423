package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.hdfs.FaultyStore.Fault;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finished files belong to their readers; unfinished ones to nobody but the sink. */
class TakenFilesTest {

    private static final TopicPartition PARTITION = new TopicPartition(Orders.TOPIC, 0);

    @TempDir
    Path root;

    private final InMemoryTopics topics = Orders.topics(1, 20);
    private SharedStore shared;
    private LandingJob job;

    @BeforeEach
    void openStore() throws IOException {
        shared = new SharedStore(settings());
        job = new LandingJob(shared.store(), root.toUri().toString());
    }

    @AfterEach
    void closeStore() throws IOException {
        shared.close();
    }

    @Test
    void goesOnAfterTheFilesOfItsLastCommitWereMoved() throws IOException {
        // Given
        owner(shared.healthy()).poll(10);

        // When
        job.takeAll();
        owner(shared.healthy()).drain(7);

        // Then
        assertThat(job.ids()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void goesOnAfterTheFilesOfItsLastCommitWereDeleted() throws IOException {
        // Given
        owner(shared.healthy()).poll(10);

        // When
        delete(root.resolve("topics/orders"));
        owner(shared.healthy()).drain(7);

        // Then
        assertThat(Orders.ids(settings())).hasSize(10).contains(10, 19);
    }

    @Test
    void doesNotPublishAFileAgainThatWasMovedBeforeItsLinkWasFinished() throws IOException {
        // Given: the file has both names, as after a crash between link and unlink; the seal is where it was
        crashAfterFirstManifest();
        Path unfinished = onlyFile(root.resolve("topics/+tmp"), ".avro");
        Path taken = root.resolve("topics/taken/orders+0+0000000000+0000000009.avro");
        Files.createDirectories(taken.getParent());
        Files.createLink(taken, unfinished);

        // When
        owner(shared.healthy()).drain(7);

        // Then
        assertThat(job.ids()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void saysWhatIsUnclearWhenUnfinishedFilesWereDeletedAndGoesOnWhereItIsTold() throws IOException {
        // Given
        crashAfterFirstManifest();
        delete(root.resolve("topics/+tmp"));

        // When
        assertThatThrownBy(() -> owner(shared.healthy()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("orders/partition=0/orders+0+0000000000+0000000009.avro")
                .hasMessageContaining("PATCH /connectors/archive/offsets");
        alter(0L);
        owner(shared.healthy()).drain(7);

        // Then
        assertThat(job.ids()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void keepsItsFileWhenAnotherHasTheName() throws IOException {
        // Given
        owner(shared.healthy()).drain(10);
        alter(10L);

        // When
        assertThatThrownBy(() -> owner(shared.healthy()).poll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("another file has the name")
                .hasMessageContaining("orders+0+0000000010+0000000019.avro");
        Files.delete(root.resolve("topics/orders/partition=0/orders+0+0000000010+0000000019.avro"));
        owner(shared.healthy()).drain(10);

        // Then
        assertThat(job.ids()).hasSize(20).doesNotHaveDuplicates();
    }

    private void alter(long offset) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        offsets.put(PARTITION, offset);
        assertThat(new HdfsSinkConnector().alterOffsets(settings(), offsets)).isTrue();
    }

    /** Leaves the state after a manifest was appended and before any file was published. */
    private void crashAfterFirstManifest() throws IOException {
        for (int step = 1; step < 100; step++) {
            delete(root);
            try {
                owner(shared.faulty(Fault.CRASH_AFTER, step)).poll(10);
            } catch (FaultyStore.KilledError killed) {
                if (Files.exists(root.resolve("topics/+millrace/orders/0/00000000000000000001.json"))) {
                    assertThat(root.resolve("topics/orders")).doesNotExist();
                    return;
                }
            }
        }
        throw new AssertionError("no manifest was appended");
    }

    private static Path onlyFile(Path folder, String extension) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(extension))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void delete(Path folder) throws IOException {
        shared.store().delete(new org.apache.hadoop.fs.Path(folder.toUri()));
    }

    private Map<String, String> settings() {
        return Orders.settings(root);
    }

    private SinkTaskDriver owner(FaultyStore store) {
        HdfsSinkTask task = new HdfsSinkTask(config -> store, new TickingClock());
        return new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings())).start();
    }
}
