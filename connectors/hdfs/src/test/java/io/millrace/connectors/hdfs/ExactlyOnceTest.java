package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.hdfs.commit.FencedException;
import io.millrace.connectors.hdfs.config.HdfsSinkConfig;
import io.millrace.connectors.hdfs.read.CommittedFiles;
import io.millrace.connectors.hdfs.store.HadoopStore;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactlyOnceTest {

    private static final int RECORD_COUNT = 30;

    @TempDir
    Path root;

    @Test
    void shutsAPausedOwnerOutAsSoonAsAnotherOpensThePartition() {
        // Given
        Map<String, String> settings = settings(root);
        InMemoryTopics topics = Orders.topics(1, RECORD_COUNT);
        SinkTaskDriver zombie = healthy(settings, topics);
        zombie.poll(8);

        // When
        SinkTaskDriver owner = healthy(settings, topics);

        // Then
        assertThatThrownBy(() -> zombie.poll(8)).isInstanceOf(FencedException.class);
        owner.drain(7);
        assertThat(Orders.ids(settings)).hasSize(RECORD_COUNT).doesNotHaveDuplicates();
    }

    @Test
    void shutsAnOwnerOutThatSleptUntilItsPlaceInTheChainWasForgotten() {
        // Given
        Map<String, String> settings = settings(root);
        InMemoryTopics topics = Orders.topics(1, 200);
        SinkTaskDriver zombie = healthy(settings, topics);
        zombie.poll(1);

        // When: more commits than links are kept
        healthy(settings, topics).drain(10);

        // Then
        assertThatThrownBy(() -> zombie.poll(50)).isInstanceOf(FencedException.class);
        assertThat(Orders.ids(settings)).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void goesOnAfterFilesOfAnotherConnectorThatLeftNoManifest() throws IOException {
        // Given
        Map<String, String> settings = settings(root);
        InMemoryTopics topics = Orders.topics(1, RECORD_COUNT);
        Path folder = root.resolve("topics/orders/partition=0");
        Files.createDirectories(folder);
        Files.createFile(folder.resolve("orders+0+0000000000+0000000009.avro"));
        Files.createFile(folder.resolve("orders+1+0000000000+0000000019.avro"));

        // When
        SinkTaskDriver driver = healthy(settings, topics);
        driver.drain(7);

        // Then
        Files.delete(folder.resolve("orders+0+0000000000+0000000009.avro"));
        Files.delete(folder.resolve("orders+1+0000000000+0000000019.avro"));
        assertThat(Orders.ids(settings)).hasSize(20).doesNotHaveDuplicates().contains(10, 29);
    }

    @Test
    void writesWhereTheWorkerWasToldToGoBackAndSaysTheSame() throws IOException {
        // Given
        Map<String, String> settings = settings(root);
        InMemoryTopics topics = Orders.topics(2, RECORD_COUNT);

        // When
        SinkTaskDriver driver = healthy(settings, topics);
        driver.drain(9);

        // Then
        try (CommittedFiles files = CommittedFiles.of(settings)) {
            assertThat(files.overlaps(Orders.TOPIC)).isEmpty();
            assertThat(files.gaps(Orders.TOPIC)).isEmpty();
            assertThat(files.nextOffsets(Orders.TOPIC)).isEqualTo(Map.of(0, 30L, 1, 30L));
        }
        assertThat(topics.partitions())
                .allSatisfy(partition -> assertThat(topics.committed(partition)).isEqualTo(RECORD_COUNT));
    }

    private static Map<String, String> settings(Path folder) {
        return Orders.settings(folder, "partitioner.class", "field", "partition.field.name", "note");
    }

    private static SinkTaskDriver healthy(Map<String, String> settings, InMemoryTopics topics) {
        HdfsSinkTask task = new HdfsSinkTask(ExactlyOnceTest::open, new TickingClock());
        return new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings)).start();
    }

    private static HadoopStore open(HdfsSinkConfig config) throws IOException {
        return HadoopStore.open(config.storeUri(), config.hadoop());
    }
}
