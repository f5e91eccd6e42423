package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.hdfs.FaultyStore.Fault;
import io.millrace.connectors.hdfs.commit.FencedException;
import io.millrace.connectors.hdfs.read.CommittedFiles;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkConnectorConformance;
import io.millrace.connectors.testkit.SinkTaskDriver;
import io.millrace.testing.TestingHdfs;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same promises on a real HDFS, whose renames, leases and errors are its own. */
class HdfsClusterIT {

    private static final int RECORD_COUNT = 50;

    private static TestingHdfs hdfs;

    @BeforeAll
    static void startCluster() {
        hdfs = TestingHdfs.start();
    }

    @AfterAll
    static void stopCluster() {
        hdfs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "parquet", "json"})
    void writesEveryFormatWithoutGapOrOverlap(String format) throws IOException {
        // Given
        Map<String, String> settings = settings("/format-" + format, "format", format);
        InMemoryTopics topics = Orders.topics(2, RECORD_COUNT);

        // When
        assertThat(SinkConnectorConformance.errors(new HdfsSinkConnector(), settings))
                .isEmpty();
        SinkTaskDriver driver = owner(topics, settings);
        driver.drain(13);
        driver.stop();

        // Then
        try (CommittedFiles files = CommittedFiles.of(settings)) {
            assertThat(files.records(Orders.TOPIC)).hasSize(2 * RECORD_COUNT);
            assertThat(files.list(Orders.TOPIC)).hasSize(10).allSatisfy(file -> assertThat(
                            file.path().getName())
                    .matches("orders\\+[01]\\+\\d{10}\\+\\d{10}\\." + format));
            assertThat(files.gaps(Orders.TOPIC)).isEmpty();
            assertThat(files.overlaps(Orders.TOPIC)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"CRASH_AFTER, 7", "ERROR_AFTER, 11"})
    void holdsEachRecordOnceWhateverStepFails(Fault fault, int stride) throws IOException {
        try (SharedStore shared = new SharedStore(settings(""))) {
            // When
            int steps = new FaultSweep(shared, fault, stride).run(hdfs.uri() + "/sweep", "parquet");

            // Then
            assertThat(steps).isGreaterThan(25);
        }
    }

    @Test
    void shutsAPausedOwnerOutEvenWhileItsFileIsOpen() {
        // Given
        Map<String, String> settings = settings("/zombie");
        InMemoryTopics topics = Orders.topics(1, RECORD_COUNT);
        SinkTaskDriver zombie = owner(topics, settings);
        zombie.poll(8);

        // When
        SinkTaskDriver owner = owner(topics, settings);

        // Then
        assertThatThrownBy(() -> {
                    // The new owner removed the open file: an error first, and then the truth.
                    for (int attempt = 0; attempt < 100; attempt++) {
                        zombie.poll(8);
                    }
                })
                .isInstanceOf(FencedException.class);
        owner.drain(7);
        assertThat(Orders.ids(settings)).hasSize(RECORD_COUNT).doesNotHaveDuplicates();
    }

    @Test
    void goesOnByItselfWhenTheNameNodeComesBack() {
        // Given
        Map<String, String> settings = settings("/restart");
        InMemoryTopics topics = Orders.topics(1, RECORD_COUNT);
        SinkTaskDriver driver = owner(topics, settings);
        driver.poll(15);

        // When
        hdfs.restartNameNode();
        driver.drain(7);

        // Then
        assertThat(Orders.ids(settings)).hasSize(RECORD_COUNT).doesNotHaveDuplicates();
    }

    private static Map<String, String> settings(String folder, String... more) {
        Map<String, String> settings = Orders.settings(hdfs.uri() + folder, more);
        // A client whose file is not on a data node yet sleeps so long before it asks again: 400 by default.
        settings.put("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "10");
        return settings;
    }

    private static SinkTaskDriver owner(InMemoryTopics topics, Map<String, String> settings) {
        return new SinkTaskDriver(new HdfsSinkTask(), topics, new ScriptedSinkContext(settings)).start();
    }
}
