package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a real PostgreSQL after batches of records in each of the forms that the sink understands. */
@ExtendWith(Warehouse.Extension.class)
class JdbcSinkTaskIT {
    private static final String TOPIC = "shop.public.t";
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t",
            SchemaBuilder.struct()
                    .field("id", Schema.INT32_SCHEMA)
                    .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            "id");

    private final InMemoryTopics topics = new InMemoryTopics().withPartition(TOPIC, 0);

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000"})
    void appliesInsertsUpdatesAndDeletesInOrder(String copyMinRows, Warehouse warehouse) {
        // Given
        append(TABLE.row(1, "one"), TABLE.create(TABLE.row(1, "one")));
        append(TABLE.row(2, "two"), TABLE.create(TABLE.row(2, "two")));
        append(TABLE.row(3, "three"), TABLE.read(TABLE.row(3, "three")));
        append(TABLE.row(1, "one"), TABLE.update(TABLE.row(1, "eins")));
        append(TABLE.row(2, "two"), TABLE.delete(TABLE.row(2, "two")));
        append(TABLE.row(2, "two"), Datum.NONE);
        append(TABLE.row(3, "three"), TABLE.delete(TABLE.row(3, "three")));
        append(TABLE.row(3, null), TABLE.create(TABLE.row(3, null)));

        // When
        warehouse.load(topics, "copy.min.rows", copyMinRows);

        // Then
        assertThat(warehouse.query("SELECT id, name FROM t ORDER BY id"))
                .containsExactly(List.of("1", "eins"), Arrays.asList("3", null));
        assertThat(warehouse.query("SELECT topic, partition, next_offset FROM millrace_sink_offsets"))
                .containsExactly(List.of(TOPIC, "0", "8"));
    }

    @Test
    void commitsBehindTheEndOfATransaction(Warehouse warehouse) {
        // Given
        append(TABLE.row(1, "one"), TABLE.create(TABLE.row(1, "one")));
        topics.endTransaction(TOPIC, 0);

        // When
        warehouse.load(topics);

        // Then
        assertThat(topics.committed(new TopicPartition(TOPIC, 0))).isEqualTo(2);
        assertThat(warehouse.query("SELECT next_offset FROM millrace_sink_offsets"))
                .containsExactly(List.of("1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void emptiesTheTableAtATruncateAndKeepsWhatFollows(int batch, Warehouse warehouse) {
        // Given
        append(TABLE.row(1, "one"), TABLE.create(TABLE.row(1, "one")));
        append(TABLE.row(2, "two"), TABLE.create(TABLE.row(2, "two")));
        topics.append(TOPIC, 0, Datum.NONE, TABLE.truncate());
        append(TABLE.row(2, "new"), TABLE.create(TABLE.row(2, "new")));

        // When
        SinkTaskDriver driver = warehouse.start(topics);
        driver.drain(batch);
        driver.stop();

        // Then
        assertThat(warehouse.query("SELECT id, name FROM t")).containsExactly(List.of("2", "new"));
    }

    @Test
    void takesFlattenedRecordsTheirDeleteMarksAndTombstones(Warehouse warehouse) {
        // Given
        DebeziumTable flat = new DebeziumTable(
                "t",
                SchemaBuilder.struct()
                        .field("id", Schema.INT32_SCHEMA)
                        .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("__deleted", Schema.OPTIONAL_STRING_SCHEMA)
                        .build(),
                "id");
        for (int id = 1; id <= 3; id++) {
            Struct row = flat.row(id, "n" + id, "false");
            topics.append(TOPIC, 0, flat.key(row), flat.flat(row));
        }
        Struct marked = flat.row(1, "n1", "true");
        topics.append(TOPIC, 0, flat.key(marked), flat.flat(marked));
        topics.append(TOPIC, 0, flat.key(flat.row(2, null, null)), Datum.NONE);

        // When
        warehouse.load(topics);

        // Then
        assertThat(warehouse.query("SELECT * FROM t")).containsExactly(List.of("3", "n3"));
    }

    @Test
    void appendsRecordsWithoutAKey(Warehouse warehouse) {
        // Given
        for (int i = 0; i < 100; i++) {
            topics.append(TOPIC, 0, Datum.NONE, TABLE.flat(TABLE.row(i % 10, "n")));
        }

        // When
        warehouse.load(topics, "pk.mode", "none", "insert.mode", "insert", "delete.enabled", "false");

        // Then
        assertThat(warehouse.value("SELECT count(*) FROM t")).isEqualTo("100");
    }

    @Test
    void keysRowsByTheirPlaceInTheLog(Warehouse warehouse) {
        // Given
        append(TABLE.row(1, "a"), TABLE.create(TABLE.row(1, "a")));
        append(TABLE.row(1, "b"), TABLE.update(TABLE.row(1, "b")));

        // When
        warehouse.load(topics, "pk.mode", "kafka", "delete.enabled", "false");

        // Then
        assertThat(warehouse.query(
                        "SELECT __connect_topic, __connect_partition, __connect_offset, id, name FROM t ORDER BY 3"))
                .containsExactly(List.of(TOPIC, "0", "0", "1", "a"), List.of(TOPIC, "0", "1", "1", "b"));
    }

    @Test
    void keysRowsByFieldsOfTheValue(Warehouse warehouse) {
        // Given
        append(TABLE.row(1, "a"), TABLE.create(TABLE.row(1, "a")));
        append(TABLE.row(2, "b"), TABLE.create(TABLE.row(2, "b")));
        append(TABLE.row(2, "b"), TABLE.delete(TABLE.row(2, "b")));
        append(TABLE.row(1, "a"), TABLE.update(TABLE.row(1, "c")));

        // When
        warehouse.load(topics, "pk.mode", "record_value", "pk.fields", "id");

        // Then
        assertThat(warehouse.query("SELECT id, name FROM t")).containsExactly(List.of("1", "c"));
    }

    @Test
    void namesTheOneColumnOfAPrimitiveKey(Warehouse warehouse) {
        // Given
        Schema value = SchemaBuilder.struct().field("v", Schema.INT64_SCHEMA).build();
        Datum key = new Datum(Schema.STRING_SCHEMA, "k1");
        topics.append(TOPIC, 0, key, new Datum(value, new Struct(value).put("v", 5L)));
        topics.append(TOPIC, 0, key, new Datum(value, new Struct(value).put("v", 6L)));

        // When
        warehouse.load(topics, "primary.key.mode", "record_key", "pk.mode", "record_key", "pk.fields", "code");

        // Then
        assertThat(warehouse.query("SELECT code, v FROM t")).containsExactly(List.of("k1", "6"));
    }

    @Test
    void onlyChangesRowsThatAreThereInUpdateMode(Warehouse warehouse) {
        // Given
        warehouse.execute("CREATE TABLE t (id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'old')");
        append(TABLE.row(1, "new"), TABLE.update(TABLE.row(1, "new")));
        append(TABLE.row(2, "absent"), TABLE.update(TABLE.row(2, "absent")));

        // When
        warehouse.load(topics, "insert.mode", "update");

        // Then
        assertThat(warehouse.query("SELECT id, name FROM t")).containsExactly(List.of("1", "new"));
    }

    @Test
    void insertsADeletedKeyAgainInInsertMode(Warehouse warehouse) {
        // Given
        append(TABLE.row(1, "a"), TABLE.create(TABLE.row(1, "a")));
        append(TABLE.row(1, "a"), TABLE.delete(TABLE.row(1, "a")));
        append(TABLE.row(1, "b"), TABLE.create(TABLE.row(1, "b")));

        // When
        warehouse.load(topics, "insert.mode", "insert");

        // Then
        assertThat(warehouse.query("SELECT id, name FROM t")).containsExactly(List.of("1", "b"));
    }

    @Test
    void ignoresMessagesAndHeartbeats(Warehouse warehouse) {
        // Given
        Schema heartbeat = SchemaBuilder.struct()
                .name("io.debezium.connector.common.Heartbeat")
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();
        topics.append(TOPIC, 0, Datum.NONE, new Datum(heartbeat, new Struct(heartbeat).put("ts_ms", 1L)));
        append(TABLE.row(1, "a"), TABLE.create(TABLE.row(1, "a")));

        // When
        warehouse.load(topics);

        // Then
        assertThat(warehouse.query("SELECT id, name FROM t")).containsExactly(List.of("1", "a"));
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    @Test
    void namesTablesByTopicSourceOrMapping(Warehouse warehouse) {
        // Given
        warehouse.execute("CREATE SCHEMA mart");
        InMemoryTopics other = new InMemoryTopics();
        Struct row = TABLE.row(1, "a");
        other.append("a.b", 0, TABLE.key(row), TABLE.create(row));

        // When
        warehouse.load(other, "table.name.format", "${topic}", "name", "one");
        warehouse.load(
                withoutOffsets(other), "table.name.format", "mart.${source.schema}_${source.table}", "name", "two");
        warehouse.load(withoutOffsets(other), "topics.to.tables.mapping", "a.b:mart.x", "name", "three");

        // Then
        assertThat(warehouse.query("SELECT name FROM a_b UNION ALL SELECT name FROM mart.public_t"
                        + " UNION ALL SELECT name FROM mart.x"))
                .hasSize(3);
    }

    @Test
    void quotesNamesThatAreHostileOrForeign(Warehouse warehouse) {
        // Given
        String hostile = "x\"; DROP TABLE t; --";
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field(hostile, Schema.STRING_SCHEMA)
                .field("größe☃", Schema.STRING_SCHEMA)
                .field("select", Schema.STRING_SCHEMA)
                .field("Camel", Schema.STRING_SCHEMA)
                .field("$1 ? :a", Schema.STRING_SCHEMA)
                .build();
        DebeziumTable table = new DebeziumTable("t", schema, "id");
        for (int id = 0; id < 3; id++) {
            Struct row = table.row(id, "a'b", "c\\d", "e\nf", "g\th", "{?}");
            topics.append(TOPIC, 0, table.key(row), table.create(row));
            topics.append(TOPIC, 0, table.key(row), table.update(row));
        }

        // When
        for (String copyMinRows : List.of("0", "1000")) {
            warehouse.load(
                    withoutOffsets(topics),
                    "table.name.format",
                    "we\"ird " + copyMinRows,
                    "name",
                    copyMinRows,
                    "copy.min.rows",
                    copyMinRows);
        }

        // Then
        for (String copyMinRows : List.of("0", "1000")) {
            assertThat(warehouse.query("SELECT * FROM \"we\"\"ird " + copyMinRows + "\" WHERE id = 2"))
                    .containsExactly(List.of("2", "a'b", "c\\d", "e\nf", "g\th", "{?}"));
        }
    }

    private void append(Struct keyRow, Datum value) {
        topics.append(TOPIC, 0, TABLE.key(keyRow), value);
    }

    /** The same records for a connector that starts at the beginning. */
    private static InMemoryTopics withoutOffsets(InMemoryTopics topics) {
        topics.partitions().forEach(partition -> topics.commit(partition, 0));
        return topics;
    }
}
