package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.hdfs.FaultyStore.Fault;
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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactlyOnceTest {

    private static final int RECORD_COUNT = 30;
    private static final int FEW_RECORDS = 8;
    private static final int MAX_STEPS = 500;

    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource
    void holdsEachRecordOnceWhateverStepFails(Fault fault) throws IOException {
        int step = 1;
        for (; step < MAX_STEPS; step++) {
            // Given: three folders, so that each of the two commits renames several files
            Map<String, String> settings = settings(root.resolve(fault + "-" + step));
            settings.put("flush.size", "4");
            InMemoryTopics topics = Orders.topics(1, FEW_RECORDS);
            FaultyStore[] store = new FaultyStore[1];
            int faultyStep = step;
            HdfsSinkTask task = new HdfsSinkTask(
                    config -> store[0] = new FaultyStore(open(config), fault, faultyStep), new TickingClock());

            // When
            SinkTaskDriver driver = new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings));
            try {
                driver.start();
                driver.drain(3);
                driver.stop();
            } catch (FaultyStore.KilledError killed) {
                assertThat(fault.isCrash()).isTrue();
            }
            if (fault.isCrash()) {
                healthy(settings, topics).drain(5);
            }

            // Then
            assertThat(Orders.ids(settings))
                    .as("%s at step %d", fault, step)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, FEW_RECORDS).boxed().toList());
            assertThat(leftovers(settings)).as("%s at step %d", fault, step).isEmpty();
            if (!store[0].hasFaulted()) {
                break;
            }
        }
        assertThat(step).as("how many steps were broken").isBetween(20, MAX_STEPS - 1);
    }

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

    private static List<Path> leftovers(Map<String, String> settings) throws IOException {
        Path unfinished =
                Path.of(java.net.URI.create(settings.get("store.url"))).resolve("topics/+tmp");
        try (Stream<Path> files = Files.walk(unfinished)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
