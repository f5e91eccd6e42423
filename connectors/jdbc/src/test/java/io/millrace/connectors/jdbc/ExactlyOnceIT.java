package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.jdbc.CommitProxy.Cut;
import io.millrace.connectors.jdbc.store.OwnershipLost;
import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Appended rows, of which a record applied twice or never would show, under restarts, zombies and cut lines. */
@ExtendWith(Warehouse.Extension.class)
class ExactlyOnceIT {
    private static final String TOPIC = "shop.public.t";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final String[] APPEND = {"pk.mode", "none", "insert.mode", "insert", "delete.enabled", "false"};
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t", SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build(), "id");

    private final InMemoryTopics topics = new InMemoryTopics();

    @Test
    void continuesWhereTheTargetIsWhateverTheGroupCommitted(Warehouse warehouse) {
        // Given
        append(50);
        warehouse.load(topics, APPEND);
        append(10);

        // When
        topics.commit(PARTITION, 0);
        warehouse.load(topics, APPEND);
        topics.commit(PARTITION, 55);
        append(10);
        warehouse.load(topics, APPEND);

        // Then
        assertHoldsEachOnce(warehouse, 70);
    }

    @Test
    void skipsRecordsThatAWorkerDeliversAgain(Warehouse warehouse) {
        // Given
        append(30);
        SinkTaskDriver driver = warehouse.start(topics, APPEND);
        driver.drain(7);

        // When
        driver.redeliverFrom(PARTITION, 12);
        driver.drain(100);
        append(5);
        driver.redeliverFrom(PARTITION, 0);
        driver.drain(4);
        driver.stop();

        // Then
        assertHoldsEachOnce(warehouse, 35);
    }

    @Test
    void fencesATaskThatWasReplacedWithoutKnowingIt(Warehouse warehouse) {
        // Given
        append(20);
        SinkTaskDriver zombie = warehouse.start(topics, APPEND);
        zombie.poll(5);

        // When
        SinkTaskDriver owner = warehouse.start(topics, APPEND);
        owner.poll(5);

        // Then
        assertThatThrownBy(() -> zombie.poll(5)).isInstanceOf(OwnershipLost.class);
        owner.drain(5);
        owner.stop();
        assertHoldsEachOnce(warehouse, 20);
    }

    @Test
    void fencesAReplacedTaskEvenBeforeTheNewOneHasWritten(Warehouse warehouse) {
        // Given
        append(20);
        SinkTaskDriver zombie = warehouse.start(topics, APPEND);
        zombie.poll(5);

        // When
        SinkTaskDriver owner = warehouse.start(topics, APPEND);

        // Then
        assertThatThrownBy(() -> zombie.poll(5)).isInstanceOf(OwnershipLost.class);
        assertThat(warehouse.value("SELECT count(*) FROM t")).isEqualTo("5");
        owner.drain(7);
        owner.stop();
        assertHoldsEachOnce(warehouse, 20);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_THE_SERVER_SEES_THE_COMMIT", "BEFORE_THE_CLIENT_SEES_THE_ANSWER"})
    void findsOutWhetherACommitHappenedWhenTheLineIsCut(Cut cut, Warehouse warehouse) throws Exception {
        // Given
        append(40);
        try (CommitProxy proxy = new CommitProxy(warehouse.server().port())) {
            Map<String, String> config = warehouse.config(APPEND);
            config.put("connection.url", "jdbc:postgresql://localhost:" + proxy.port() + "/" + warehouse.database());
            SinkTaskDriver driver =
                    new SinkTaskDriver(new JdbcSinkTask(), topics, new ScriptedSinkContext(config)).start();
            driver.poll(10);

            // When
            proxy.arm(cut);
            int outcome = driver.poll(10);

            // Then
            assertThat(outcome).isEqualTo(-1);
            assertThat(proxy.armed()).isFalse();
            assertThat(warehouse.value("SELECT count(*) FROM t"))
                    .isEqualTo(cut == Cut.BEFORE_THE_SERVER_SEES_THE_COMMIT ? "10" : "20");
            driver.drain(10);
            driver.stop();
        }
        assertHoldsEachOnce(warehouse, 40);
    }

    @Test
    void usesNothingOfASessionThatWasLostInARollback(Warehouse warehouse) throws Exception {
        // Given: rows go through a stage of the session, and one of the second batch cannot be written.
        append(40);
        warehouse.execute("CREATE TABLE t (id int PRIMARY KEY CHECK (id <> 27))");
        try (CommitProxy proxy = new CommitProxy(warehouse.server().port())) {
            Map<String, String> config =
                    warehouse.config("copy.min.rows", "0", "pk.mode", "record_value", "delete.enabled", "false");
            config.put("connection.url", "jdbc:postgresql://localhost:" + proxy.port() + "/" + warehouse.database());
            SinkTaskDriver driver = new SinkTaskDriver(
                            new JdbcSinkTask(), topics, new ScriptedSinkContext(config, warehouse.deadLetters))
                    .start();
            driver.poll(20);

            // When
            proxy.arm(Cut.BEFORE_THE_SERVER_SEES_THE_ROLLBACK);
            driver.drain(20);
            driver.stop();

            // Then
            assertThat(proxy.armed()).isFalse();
        }
        assertThat(warehouse.query("SELECT count(*), max(id) FROM t")).containsExactly(List.of("39", "39"));
        assertThat(warehouse.deadLetters.reports()).hasSize(1);
    }

    @Test
    void survivesBackendsThatAreTerminatedAtEveryBatch(Warehouse warehouse) {
        // Given
        append(60);
        SinkTaskDriver driver = warehouse.start(topics, APPEND);

        // When
        for (int i = 0; i < 12; i++) {
            driver.poll(5);
            warehouse.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'millrace:warehouse'");
        }
        driver.drain(5);
        driver.stop();

        // Then
        assertHoldsEachOnce(warehouse, 60);
    }

    @Test
    void opensPartitionsLaterWhenTheTargetIsAwayAtFirst(Warehouse warehouse) throws Exception {
        // Given
        append(10);
        warehouse.load(topics, APPEND);
        append(10);
        topics.commit(PARTITION, 3);
        CommitProxy proxy = new CommitProxy(warehouse.server().port());
        Map<String, String> config = warehouse.config(APPEND);
        config.put("connection.url", "jdbc:postgresql://localhost:" + proxy.port() + "/" + warehouse.database());
        proxy.refuse(true);
        SinkTaskDriver driver = new SinkTaskDriver(new JdbcSinkTask(), topics, new ScriptedSinkContext(config)).start();

        // When
        int outcome = driver.poll(5);
        proxy.refuse(false);
        driver.drain(5);
        driver.stop();
        proxy.close();

        // Then
        assertThat(outcome).isEqualTo(-1);
        assertHoldsEachOnce(warehouse, 20);
    }

    @Test
    void givesUpAfterTheRetriesThatTheConfigurationAllows(Warehouse warehouse) {
        // Given
        append(5);
        Map<String, String> config = warehouse.config(APPEND);
        config.put("connection.url", "jdbc:postgresql://localhost:1/x");
        config.put("max.retries", "2");
        JdbcSinkTask task = new JdbcSinkTask();
        task.initialize(new ScriptedSinkContext(config));
        task.start(config);
        task.open(topics.partitions());

        // Then
        List<SinkRecord> records = topics.read(PARTITION, 0, 5);
        assertThatThrownBy(() -> task.put(records)).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> task.put(records)).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> task.put(records))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class);
        task.stop();
    }

    @Test
    void takesOffsetsThatAnOperatorSets(Warehouse warehouse) {
        // Given
        append(20);
        warehouse.load(topics, APPEND);
        JdbcSinkConnector connector = new JdbcSinkConnector();

        // When
        boolean altered = connector.alterOffsets(warehouse.config(APPEND), Map.of(PARTITION, 15L));
        warehouse.load(topics, APPEND);

        // Then
        assertThat(altered).isTrue();
        assertThat(warehouse.value("SELECT count(*) FROM t")).isEqualTo("25");
    }

    @Test
    void fencesTasksOfBeforeAResetThatWroteNothingYet(Warehouse warehouse) {
        // Given: a task that holds the first epoch and has no offset, then a reset.
        append(20);
        SinkTaskDriver zombie = warehouse.start(topics, APPEND);
        Map<TopicPartition, Long> reset = new HashMap<>();
        reset.put(PARTITION, null);

        // When
        new JdbcSinkConnector().alterOffsets(warehouse.config(APPEND), reset);
        SinkTaskDriver owner = warehouse.start(topics, APPEND);

        // Then
        assertThatThrownBy(() -> zombie.poll(5)).isInstanceOf(OwnershipLost.class);
        owner.drain(5);
        owner.stop();
        assertHoldsEachOnce(warehouse, 20);
    }

    @Test
    void startsWhereTheGroupDoesAfterAReset(Warehouse warehouse) {
        // Given
        append(20);
        warehouse.load(topics, APPEND);
        Map<TopicPartition, Long> reset = new HashMap<>();
        reset.put(PARTITION, null);

        // When
        new JdbcSinkConnector().alterOffsets(warehouse.config(APPEND), reset);
        topics.commit(PARTITION, 0);
        warehouse.load(topics, APPEND);

        // Then
        assertThat(warehouse.value("SELECT count(*) FROM t")).isEqualTo("40");
        assertThat(warehouse.query("SELECT next_offset FROM millrace_sink_offsets"))
                .containsExactly(List.of("20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"now()", "'2020-01-01'"})
    void refusesToSkipRecordsOfATopicThatWasMadeAgain(String storedAt, Warehouse warehouse) {
        // Given: records that are older than the stored offset, or newer.
        append(20);
        warehouse.load(topics, APPEND);
        warehouse.execute("UPDATE millrace_sink_offsets SET updated_at = " + storedAt);

        // When: nothing is at the offset that the task asked for, so the consumer goes back.
        SinkTaskDriver driver = warehouse.start(topics, APPEND);
        assertThat(driver.position(PARTITION)).isEqualTo(20);
        driver.redeliverFrom(PARTITION, 3);

        // Then
        assertThatThrownBy(() -> driver.poll(5)).hasMessageContaining("reset its offsets");
        assertHoldsEachOnce(warehouse, 20);
    }

    @Test
    void noticesATopicThatWasMadeAgainWhileTheTargetIsAway(Warehouse warehouse) throws Exception {
        // Given
        append(20);
        warehouse.load(topics, APPEND);
        try (CommitProxy proxy = new CommitProxy(warehouse.server().port())) {
            Map<String, String> config = warehouse.config(APPEND);
            config.put("connection.url", "jdbc:postgresql://localhost:" + proxy.port() + "/" + warehouse.database());
            SinkTaskDriver driver =
                    new SinkTaskDriver(new JdbcSinkTask(), topics, new ScriptedSinkContext(config)).start();
            assertThat(driver.position(PARTITION)).isEqualTo(20);

            // When
            proxy.refuse(true);
            warehouse.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'millrace:warehouse' AND datname = current_database()");
            driver.redeliverFrom(PARTITION, 3);

            // Then
            assertThatThrownBy(() -> driver.poll(5)).hasMessageContaining("reset its offsets");
        }
    }

    @Test
    void skipsOldRecordsThatWereReadBeforeTheTaskCouldAsk(Warehouse warehouse) throws Exception {
        // Given: the target is away when the partitions are opened, then refuses what came with the old records.
        TopicPartition other = new TopicPartition(TOPIC, 1);
        append(20);
        warehouse.load(topics, APPEND);
        topics.append(TOPIC, 1, Datum.NONE, TABLE.create(TABLE.row(20)));
        warehouse.execute(
                "CREATE FUNCTION busy() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''busy'' USING ERRCODE = ''40001''; END'",
                "CREATE TRIGGER busy BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION busy()");
        List<SinkRecord> batch = new ArrayList<>(topics.read(PARTITION, 3, 5));
        batch.addAll(topics.read(other, 0, 1));
        CommitProxy proxy = new CommitProxy(warehouse.server().port());
        Map<String, String> config = warehouse.config(APPEND);
        config.put("connection.url", "jdbc:postgresql://localhost:" + proxy.port() + "/" + warehouse.database());
        proxy.refuse(true);
        JdbcSinkTask task = new JdbcSinkTask();
        task.initialize(new ScriptedSinkContext(config));
        task.start(config);
        task.open(topics.partitions());
        proxy.refuse(false);
        assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);

        // When
        warehouse.execute("DROP TRIGGER busy ON t");
        task.put(batch);
        task.stop();
        proxy.close();

        // Then
        assertHoldsEachOnce(warehouse, 21);
    }

    @Test
    void keepsOffsetsWithTheConsumerGroupWhenToldTo(Warehouse warehouse) {
        // Given
        append(20);

        // When
        String[] config = Arrays.copyOf(APPEND, APPEND.length + 2);
        config[APPEND.length] = "delivery";
        config[APPEND.length + 1] = "at_least_once";
        warehouse.load(topics, config);

        // Then
        assertThat(topics.committed(PARTITION)).isEqualTo(20);
        assertThat(warehouse.value("SELECT to_regclass('millrace_sink_offsets')"))
                .isNull();
        assertThat(warehouse.value("SELECT count(*) FROM t")).isEqualTo("20");
    }

    private void append(int count) {
        topics.withPartition(TOPIC, 0);
        for (int i = 0; i < count; i++) {
            int id = (int) topics.endOffset(PARTITION);
            topics.append(TOPIC, 0, Datum.NONE, TABLE.create(TABLE.row(id)));
        }
    }

    private static void assertHoldsEachOnce(Warehouse warehouse, int count) {
        assertThat(warehouse.query("SELECT count(*), count(DISTINCT id), min(id), max(id) FROM t"))
                .containsExactly(
                        List.of(Integer.toString(count), Integer.toString(count), "0", Integer.toString(count - 1)));
    }
}
