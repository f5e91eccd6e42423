package io.millrace.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.junit.jupiter.api.Test;

/**
 * What every sink connector of the house does, whatever its target. A connector's own test extends this class and says
 * how to make it, how to feed it, and how many records its target holds.
 */
public abstract class SinkConnectorConformance {
    private static final int RECORD_COUNT = 40;

    /** A new, unstarted connector. */
    protected abstract SinkConnector connector();

    /** A configuration that works, with the target of this test behind it. */
    protected abstract Map<String, String> workingConfig();

    /** A key of this connector's configuration that a typing error is made in. */
    protected abstract String aConfigKey();

    /** Appends one well-formed record that the target keeps as one more item. */
    protected abstract void append(InMemoryTopics topics, int partition, int id);

    /** How many items the target holds now. */
    protected abstract long targetCount();

    @Test
    void isFoundByTheServiceLoaderUnderItsOwnClass() {
        // When
        List<Class<?>> found = ServiceLoader.load(SinkConnector.class).stream()
                .<Class<?>>map(ServiceLoader.Provider::type)
                .toList();

        // Then
        assertThat(found).contains(connector().getClass());
    }

    @Test
    void saysItsVersionAndDocumentsEveryKey() {
        // Given
        SinkConnector connector = connector();

        // Then
        assertThat(connector.version()).isNotBlank();
        assertThat(connector.config().configKeys().values()).allSatisfy(key -> {
            assertThat(key.documentation).as("documentation of %s", key.name).isNotBlank();
            assertThat(key.displayName).as("display name of %s", key.name).isNotBlank();
        });
    }

    @Test
    void makesNoMoreTasksThanAllowed() {
        // Given
        SinkConnector connector = connector();
        connector.start(workingConfig());

        // Then
        for (int maxTasks = 1; maxTasks <= 5; maxTasks++) {
            assertThat(connector.taskConfigs(maxTasks)).isNotEmpty().hasSizeLessThanOrEqualTo(maxTasks);
        }
        connector.stop();
    }

    @Test
    void findsNothingWrongWithAWorkingConfig() {
        // When
        Map<String, List<String>> errors = errors(connector(), workingConfig());

        // Then
        assertThat(errors).isEmpty();
    }

    @Test
    void reportsAnUnknownKeyWithTheNearestKnownOne() {
        // Given
        Map<String, String> config = new LinkedHashMap<>(workingConfig());
        String mistyped = aConfigKey() + "x";
        config.put(mistyped, "1");

        // When
        Map<String, List<String>> errors = errors(connector(), config);

        // Then
        assertThat(errors).containsKey(mistyped);
        assertThat(String.join(" ", errors.get(mistyped))).contains(aConfigKey());
    }

    @Test
    void validatesAnEmptyConfigWithoutThrowing() {
        assertThatCode(() -> connector().validate(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void takesEmptyBatchesAndCanBeStoppedTwice() throws Exception {
        // Given
        SinkTask task = task();
        SinkTaskDriver driver = new SinkTaskDriver(task, topics(1), context());

        // When
        driver.start();
        task.put(List.of());
        driver.stop();

        // Then
        assertThatCode(task::stop).doesNotThrowAnyException();
    }

    @Test
    void canBeStoppedWithoutHavingBeenStarted() throws Exception {
        SinkTask task = task();
        assertThatCode(task::stop).doesNotThrowAnyException();
    }

    @Test
    void neverCommitsBeyondWhatItWasGiven() throws Exception {
        // Given
        InMemoryTopics topics = topics(2);
        SinkTask task = task();
        SinkTaskDriver driver = new SinkTaskDriver(task, topics, context()).start();

        // When
        driver.poll(10);
        Map<TopicPartition, OffsetAndMetadata> committed = task.preCommit(Map.of());

        // Then
        assertThat(committed).allSatisfy((partition, offset) -> assertThat(offset.offset())
                .as(partition.toString())
                .isLessThanOrEqualTo(driver.position(partition)));
        driver.stop();
    }

    @Test
    void holdsEachRecordOnceAfterRestartsAtEveryBatch() throws Exception {
        // Given
        InMemoryTopics topics = topics(2);

        // When
        for (int round = 0; round < 6; round++) {
            SinkTaskDriver driver = new SinkTaskDriver(task(), topics, context()).start();
            driver.poll(11);
            if (round % 2 == 0) {
                driver.stop();
            }
        }
        SinkTaskDriver last = new SinkTaskDriver(task(), topics, context()).start();
        last.drain(7);
        last.stop();

        // Then
        assertThat(targetCount()).isEqualTo(2 * RECORD_COUNT);
    }

    @Test
    void holdsEachRecordOnceWhenAWorkerDeliversOldRecordsAgain() throws Exception {
        // Given
        InMemoryTopics topics = topics(1);
        SinkTaskDriver driver = new SinkTaskDriver(task(), topics, context()).start();
        driver.drain(9);

        // When
        driver.redeliverFrom(topics.partitions().iterator().next(), 3);
        driver.drain(10);
        driver.stop();

        // Then
        assertThat(targetCount()).isEqualTo(RECORD_COUNT);
    }

    @Test
    void makesThePartitionsItReopensContinueWhereItStopped() throws Exception {
        // Given
        InMemoryTopics topics = topics(1);
        TopicPartition partition = topics.partitions().iterator().next();
        SinkTask task = task();
        SinkTaskDriver driver = new SinkTaskDriver(task, topics, context()).start();
        driver.drain(9);

        // When
        driver.commit();
        task.close(topics.partitions());
        driver.open(topics.partitions());

        // Then
        assertThat(driver.position(partition)).isEqualTo(RECORD_COUNT);
        driver.stop();
    }

    @Test
    void givesRecordsThatItWasHandedInNoOrderOfPartitionsTheSameEnd() throws Exception {
        // Given
        InMemoryTopics topics = topics(3);
        SinkTask task = task();
        SinkTaskDriver driver = new SinkTaskDriver(task, topics, context()).start();

        // When
        Map<Integer, List<SinkRecord>> byPartition = new TreeMap<>();
        for (TopicPartition partition : topics.partitions()) {
            byPartition.put(partition.partition(), topics.read(partition, 0, RECORD_COUNT));
        }
        for (int i = 0; i < RECORD_COUNT; i++) {
            int index = i;
            task.put(byPartition.values().stream().map(log -> log.get(index)).toList());
        }
        driver.stop();

        // Then
        assertThat(targetCount()).isEqualTo(3 * RECORD_COUNT);
    }

    /** A context over {@link #workingConfig()}. */
    protected final ScriptedSinkContext context() {
        return new ScriptedSinkContext(workingConfig(), new ScriptedErrantRecordReporter());
    }

    /** A new, unstarted task of the connector. */
    protected final SinkTask task() throws ReflectiveOperationException {
        return (SinkTask) connector().taskClass().getDeclaredConstructor().newInstance();
    }

    /** The errors of a validation by key; keys without an error are left out. */
    public static Map<String, List<String>> errors(SinkConnector connector, Map<String, String> config) {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : connector.validate(config).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    private InMemoryTopics topics(int partitionCount) {
        InMemoryTopics topics = new InMemoryTopics();
        for (int partition = 0; partition < partitionCount; partition++) {
            for (int i = 0; i < RECORD_COUNT; i++) {
                append(topics, partition, partition * RECORD_COUNT + i);
            }
        }
        return topics;
    }
}
