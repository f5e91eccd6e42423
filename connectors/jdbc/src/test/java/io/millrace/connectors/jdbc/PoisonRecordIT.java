package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.ScriptedErrantRecordReporter.Report;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that the target refuses go to the dead letter queue one by one; all others land once. */
@ExtendWith(Warehouse.Extension.class)
class PoisonRecordIT {
    private static final String TOPIC = "shop.public.t";
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t",
            SchemaBuilder.struct()
                    .field("id", Schema.INT32_SCHEMA)
                    .field("v", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            "id");

    private final InMemoryTopics topics = new InMemoryTopics();

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000"})
    void landsAllOthersOnceAndReportsEachRefusedRecord(String copyMinRows, Warehouse warehouse) {
        // Given
        warehouse.execute("CREATE TABLE t (id int, v varchar(5) CHECK (v <> 'no'))");
        List<Integer> tooLong = List.of(0, 17, 18, 99);
        List<Integer> forbidden = List.of(42, 63);
        List<Integer> impossible = List.of(7, 50);
        for (int id = 0; id < 100; id++) {
            String value = tooLong.contains(id)
                    ? "much too long"
                    : forbidden.contains(id) ? "no" : impossible.contains(id) ? "a\0b" : "ok";
            append(id, value);
        }

        // When
        SinkTaskDriver driver = warehouse.start(
                topics,
                "pk.mode",
                "none",
                "insert.mode",
                "insert",
                "delete.enabled",
                "false",
                "auto.evolve",
                "false",
                "copy.min.rows",
                copyMinRows);
        driver.drain(60);
        driver.stop();

        // Then
        TreeSet<Integer> refused = new TreeSet<>(tooLong);
        refused.addAll(forbidden);
        refused.addAll(impossible);
        assertThat(warehouse.deadLetters.reports())
                .extracting(report -> (int) report.record().kafkaOffset())
                .containsExactlyInAnyOrderElementsOf(refused);
        assertThat(warehouse.query("SELECT id FROM t ORDER BY id"))
                .isEqualTo(IntStream.range(0, 100)
                        .filter(id -> !refused.contains(id))
                        .mapToObj(id -> List.of(Integer.toString(id)))
                        .toList());
        Report report = warehouse.deadLetters.reports().stream()
                .filter(each -> each.record().kafkaOffset() == 17)
                .findFirst()
                .orElseThrow();
        assertThat(report.error()).hasMessageContaining("offset 17").hasMessageContaining("column \"v\"");
    }

    @Test
    void failsWithThePlaceOfTheRecordWhereThereIsNoDeadLetterQueue(Warehouse warehouse) {
        // Given
        warehouse.execute("CREATE TABLE t (id int PRIMARY KEY, v varchar(5))");
        for (int id = 0; id < 20; id++) {
            append(id, id == 11 ? "much too long" : "ok");
        }
        SinkTaskDriver driver = new SinkTaskDriver(
                        new JdbcSinkTask(), topics, new ScriptedSinkContext(warehouse.config("auto.evolve", "false")))
                .start();

        // Then
        assertThatThrownBy(() -> driver.poll(20))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(TOPIC)
                .hasMessageContaining("partition 0")
                .hasMessageContaining("offset 11")
                .hasMessageContaining("column \"v\"")
                .hasMessageContaining("errors.deadletterqueue.topic.name");
        assertThat(warehouse.value("SELECT max(id) FROM t")).isEqualTo("10");
    }

    @Test
    void losesNothingWhenTheDeadLetterQueueFails(Warehouse warehouse) {
        // Given
        warehouse.execute("CREATE TABLE t (id int PRIMARY KEY, v varchar(5))");
        for (int id = 0; id < 10; id++) {
            append(id, id == 4 ? "much too long" : "ok");
        }
        warehouse.deadLetters.failWith(new IllegalStateException("no space"));
        SinkTaskDriver driver = warehouse.start(topics, "auto.evolve", "false");

        // When
        assertThatThrownBy(() -> driver.poll(10)).isInstanceOf(ConnectException.class);
        warehouse.deadLetters.failWith(null);
        warehouse.load(topics, "auto.evolve", "false");

        // Then
        assertThat(warehouse.deadLetters.reports()).hasSize(1);
        assertThat(warehouse.value("SELECT count(*) FROM t")).isEqualTo("9");
    }

    @Test
    void reportsRecordsThatNoTableCouldTake(Warehouse warehouse) {
        // Given
        append(1, "ok");
        topics.append(TOPIC, 0, Datum.NONE, TABLE.create(TABLE.row(2, "no key")));
        topics.append(TOPIC, 0, TABLE.key(TABLE.row(3, "")), new Datum(Schema.STRING_SCHEMA, "no structure"));
        Schema odd = SchemaBuilder.struct()
                .field("x".repeat(64), Schema.STRING_SCHEMA)
                .build();
        topics.append(
                TOPIC, 0, TABLE.key(TABLE.row(4, "")), new Datum(odd, new Struct(odd).put("x".repeat(64), "name")));
        append(5, "half \ud800 pair");
        append(6, "ok");

        // When
        warehouse.load(topics);

        // Then
        assertThat(warehouse.deadLetters.reports())
                .extracting(report -> report.record().kafkaOffset())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(warehouse.query("SELECT id FROM t ORDER BY id")).containsExactly(List.of("1"), List.of("6"));
    }

    @Test
    void refusesRowsWhoseLargeValuesNeverArrived(Warehouse warehouse) {
        // Given
        Struct whole = TABLE.row(1, "big");
        Struct partial = TABLE.row(1, "__debezium_unavailable_value");
        Struct orphan = TABLE.row(2, "__debezium_unavailable_value");
        topics.append(TOPIC, 0, TABLE.key(whole), TABLE.create(whole));
        topics.append(TOPIC, 0, TABLE.key(partial), TABLE.update(partial));
        topics.append(TOPIC, 0, TABLE.key(orphan), TABLE.update(orphan));

        // When
        SinkTaskDriver driver = warehouse.start(topics);
        driver.drain(1);
        driver.stop();

        // Then
        assertThat(warehouse.query("SELECT id, v FROM t")).containsExactly(List.of("1", "big"));
        assertThat(warehouse.deadLetters.reports()).hasSize(1);
        assertThat(warehouse.deadLetters.reports().get(0).error()).hasMessageContaining("REPLICA IDENTITY FULL");
    }

    @Test
    void takesDuplicateKeysOfInsertModeForPoison(Warehouse warehouse) {
        // Given
        append(1, "a");
        append(1, "b");
        append(2, "c");

        // When
        warehouse.load(topics, "insert.mode", "insert");

        // Then
        assertThat(warehouse.query("SELECT id, v FROM t ORDER BY id"))
                .containsExactly(List.of("1", "a"), List.of("2", "c"));
        assertThat(warehouse.deadLetters.reports()).hasSize(1);
    }

    @Test
    void failsAndReportsNothingWhenTheTargetIsToBlame(Warehouse warehouse) {
        // Given
        append(1, "a");
        SinkTaskDriver noTable = warehouse.start(topics, "auto.create", "false");
        warehouse.execute("CREATE TABLE u (id int, v text)");
        SinkTaskDriver noKey = warehouse.start(topics, "table.name.format", "u", "name", "other");

        // Then
        assertThatThrownBy(() -> noTable.poll(10)).hasMessageContaining("auto.create");
        assertThatThrownBy(() -> noKey.poll(10)).hasMessageContaining("primary key");
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    @Test
    void takesARowBeyondALimitOfTheServerForPoison(Warehouse warehouse) {
        // Given: no index holds an entry of that size, and random digits cannot be made smaller.
        warehouse.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "CREATE INDEX ON t (v)");
        Random random = new Random(1);
        String large = random.ints(20_000, 0, 36)
                .mapToObj(digit -> Integer.toString(digit, 36))
                .collect(Collectors.joining());
        for (int id = 0; id < 10; id++) {
            append(id, id == 6 ? large : "ok");
        }

        // When
        warehouse.load(topics);

        // Then
        assertThat(warehouse.value("SELECT count(*) FROM t WHERE v = 'ok'")).isEqualTo("9");
        assertThat(warehouse.deadLetters.reports()).hasSize(1);
        assertThat(warehouse.deadLetters.reports().get(0).error()).hasMessageContaining("54000");
    }

    @Test
    void writesABatchThatTakesTheServerTooLongInSmallerOnes(Warehouse warehouse) {
        // Given: all rows in one statement take longer than a statement may, and one row takes a small part of that.
        warehouse.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.07); RETURN NEW; END'",
                "CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION slow()");
        for (int id = 0; id < 20; id++) {
            append(id, "ok");
        }

        // When
        SinkTaskDriver driver = warehouse.start(topics, "statement.timeout.ms", "1000", "copy.min.rows", "0");
        int polls = 0;
        while (driver.poll(20) != 20 && polls < 10) {
            polls++;
        }
        driver.stop();

        // Then
        assertThat(polls).isBetween(1, 9);
        assertThat(warehouse.value("SELECT count(*) FROM t")).isEqualTo("20");
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    @Test
    void noticesATableThatSomebodyElseChanged(Warehouse warehouse) {
        // Given
        append(1, "a");
        SinkTaskDriver driver = warehouse.start(topics);
        driver.drain(10);

        // When
        warehouse.execute("ALTER TABLE t DROP COLUMN v");
        append(2, "b");
        driver.drain(10);
        warehouse.execute("DROP TABLE t");
        append(3, "c");
        driver.drain(10);
        driver.stop();

        // Then
        assertThat(warehouse.deadLetters.reports()).isEmpty();
        assertThat(warehouse.query("SELECT id, v FROM t")).containsExactly(List.of("3", "c"));
    }

    private void append(int id, String value) {
        Struct row = TABLE.row(id, value);
        topics.append(TOPIC, 0, TABLE.key(row), TABLE.create(row));
    }
}
