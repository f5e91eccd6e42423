package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.hdfs.read.CommittedFile;
import io.millrace.connectors.hdfs.read.CommittedFiles;
import io.millrace.connectors.hdfs.store.HadoopStore;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.ScriptedErrantRecordReporter;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdfsSinkTaskTest {

    private static final TopicPartition PARTITION = new TopicPartition(Orders.TOPIC, 0);

    private static final Schema NEWER = SchemaBuilder.struct()
            .name("shop.Order")
            .version(2)
            .field("id", Schema.INT32_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("more", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    @TempDir
    Path folder;

    private final TickingClock clock = new TickingClock();
    private final ScriptedErrantRecordReporter reporter = new ScriptedErrantRecordReporter();
    private SinkTaskDriver last;

    @Test
    void leavesTombstonesOutAndStillCountsThemAsDone() throws IOException {
        // Given
        InMemoryTopics topics = Orders.topics(1, 10);
        topics.append(Orders.TOPIC, 0, Datum.NONE, Datum.NONE);

        // When
        driver(topics, reporter).drain(20);

        // Then
        assertThat(files()).hasSize(1);
        assertThat(topics.committed(PARTITION)).isEqualTo(11);
    }

    @Test
    void failsOnTombstonesWhenToldTo() {
        // Given
        InMemoryTopics topics = Orders.topics(1, 1);
        topics.append(Orders.TOPIC, 0, Datum.NONE, Datum.NONE);

        // Then
        assertThatThrownBy(() ->
                        driver(topics, null, "behavior.on.null.values", "fail").poll(5))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("orders-0@1")
                .hasMessageContaining("no value");
    }

    @Test
    void reportsWhatNoFileCanTakeAndGoesOn() throws IOException {
        // Given
        InMemoryTopics topics = Orders.topics(1, 5);
        topics.append(Orders.TOPIC, 0, Datum.NONE, new Datum(null, Map.of("id", 5)));
        for (int id = 6; id < 11; id++) {
            Orders.append(topics, 0, id);
        }

        // When
        driver(topics, reporter).drain(20);
        idle();

        // Then
        assertThat(Orders.ids(settings())).containsExactly(0, 1, 2, 3, 4, 6, 7, 8, 9, 10);
        assertThat(reporter.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.record().kafkaOffset()).isEqualTo(5));
    }

    @Test
    void failsWhenABadRecordCannotBeReported() {
        // Given
        InMemoryTopics topics = new InMemoryTopics();
        topics.append(Orders.TOPIC, 0, Datum.NONE, new Datum(null, "no schema"));
        reporter.failWith(new IllegalStateException("no dead letter topic"));

        // Then
        assertThatThrownBy(() -> driver(topics, reporter).poll(5))
                .isInstanceOf(ConnectException.class)
                .hasRootCauseMessage("no dead letter topic");
    }

    @Test
    void startsANewFileWhenTheSchemaChanges() throws IOException {
        // Given
        InMemoryTopics topics = changingTopics();

        // When
        driver(topics, reporter).drain(20);
        idle();

        // Then
        assertThat(files().stream().map(CommittedFile::startOffset)).containsExactly(0L, 3L, 4L);
    }

    @Test
    void projectsAnOlderRecordOntoTheFileWhenCompatibleBackwards() throws IOException {
        // Given
        InMemoryTopics topics = changingTopics();

        // When
        driver(topics, reporter, "schema.compatibility", "BACKWARD").drain(20);
        idle();

        // Then
        assertThat(files().stream().map(CommittedFile::startOffset)).containsExactly(0L, 3L);
        try (CommittedFiles files = CommittedFiles.of(settings())) {
            assertThat(files.records(Orders.TOPIC).stream().map(found -> ((GenericRecord) found).get("id")))
                    .containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void commitsWhenTheClockSaysSoWithoutANewRecord() throws IOException {
        // Given
        InMemoryTopics topics = Orders.topics(1, 3);
        SinkTaskDriver driver = driver(topics, reporter);
        driver.poll(5);
        driver.poll(5);
        List<CommittedFile> before = files();

        // When
        clock.advance(60_000);
        driver.poll(5);
        driver.commit();

        // Then
        assertThat(before).isEmpty();
        assertThat(files()).hasSize(1);
        assertThat(topics.committed(PARTITION)).isEqualTo(3);
    }

    @Test
    void cutsFilesByTheEventTimeOfRecords() throws IOException {
        // Given: records a millisecond apart
        InMemoryTopics topics = Orders.topics(1, 9);

        // When
        driver(topics, reporter, "rotate.interval.ms", "4").drain(20);

        // Then
        assertThat(files().stream().map(CommittedFile::startOffset)).containsExactly(0L, 4L);
    }

    @Test
    void holdsNoMoreFilesOpenThanAllowed() throws IOException {
        // Given
        InMemoryTopics topics = Orders.topics(2, 3);

        // When: three notes make three folders for each partition
        driver(topics, reporter, "partitioner.class", "field", "partition.field.name", "note", "max.open.files", "4")
                .drain(20);

        // Then
        assertThat(files()).hasSize(3).allMatch(file -> file.partition() == 0);
    }

    @Test
    void failsWithTheReasonWhenTheFileSystemStaysBroken() {
        // Given
        InMemoryTopics topics = Orders.topics(1, 3);
        SinkTaskDriver driver = driver(topics, reporter, "store.url", "file:///proc/none", "max.retries", "3");

        // Then
        assertThatThrownBy(() -> {
                    for (int poll = 0; poll < 10; poll++) {
                        driver.poll(5);
                    }
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("failed 4 times in a row for orders-0");
    }

    private InMemoryTopics changingTopics() {
        InMemoryTopics topics = Orders.topics(1, 3);
        topics.append(
                Orders.TOPIC,
                0,
                Datum.NONE,
                new Datum(NEWER, new Struct(NEWER).put("id", 3).put("more", "m")));
        Orders.append(topics, 0, 4);
        return topics;
    }

    /** Lets so much time pass without a record that the task commits what it has. */
    private void idle() {
        clock.advance(60_000);
        last.poll(0);
    }

    private SinkTaskDriver driver(InMemoryTopics topics, ScriptedErrantRecordReporter deadLetters, String... more) {
        HdfsSinkTask task = new HdfsSinkTask(config -> HadoopStore.open(config.storeUri(), config.hadoop()), clock);
        last = new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings(more), deadLetters)).start();
        return last;
    }

    private Map<String, String> settings(String... more) {
        return Orders.settings(folder, more);
    }

    private List<CommittedFile> files() throws IOException {
        try (CommittedFiles files = CommittedFiles.of(settings())) {
            assertThat(files.overlaps(Orders.TOPIC)).isEmpty();
            return files.list(Orders.TOPIC);
        }
    }
}
