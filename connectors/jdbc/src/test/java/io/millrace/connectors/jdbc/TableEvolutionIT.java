package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables that are made and changed as records need them. */
@ExtendWith(Warehouse.Extension.class)
class TableEvolutionIT {
    private static final String TOPIC = "shop.public.t";

    private final InMemoryTopics topics = new InMemoryTopics().withPartition(TOPIC, 0);

    @Test
    void turnsColumnsIntoTextWhenTheSourceDid(Warehouse warehouse) {
        // Given
        DebeziumTable before = table(
                Schema.OPTIONAL_INT32_SCHEMA,
                Schema.OPTIONAL_BOOLEAN_SCHEMA,
                SchemaBuilder.string().name("io.debezium.data.Uuid").optional().build(),
                SchemaBuilder.int32().name("io.debezium.time.Date").optional().build(),
                SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build());
        String uuid = "00000000-0000-0000-0000-000000000001";
        create(before, before.row(1, 7, true, uuid, 0, List.of(1, 2)));
        warehouse.load(topics, "widen.to.text", "true");

        // When
        Schema text = Schema.OPTIONAL_STRING_SCHEMA;
        DebeziumTable after = table(
                text,
                text,
                text,
                text,
                SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build());
        create(after, after.row(2, "seven", "yes", "none", "someday", List.of("a")));
        warehouse.load(topics, "widen.to.text", "true");

        // Then
        assertThat(warehouse.query("SELECT id, i, b, u, d, l FROM t ORDER BY id"))
                .containsExactly(
                        List.of("1", "7", "true", uuid, "1970-01-01", "{1,2}"),
                        List.of("2", "seven", "yes", "none", "someday", "{a}"));
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    @Test
    void makesTheTableOfRowsAndNotOfRemovals(Warehouse warehouse) {
        // Given
        DebeziumTable table = new DebeziumTable(
                "t",
                SchemaBuilder.struct()
                        .field("id", Schema.INT32_SCHEMA)
                        .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                        .build(),
                "id");
        Struct gone = table.row(1, null);
        topics.append(TOPIC, 0, table.key(gone), table.delete(gone));
        topics.append(TOPIC, 0, table.key(gone), Datum.NONE);
        SinkTaskDriver driver = warehouse.start(topics, "auto.evolve", "false");

        // When
        driver.drain(10);

        // Then
        assertThat(warehouse.value("SELECT to_regclass('t')")).isNull();
        create(table, table.row(2, "two"));
        driver.drain(10);
        driver.stop();
        assertThat(warehouse.query("SELECT id, name FROM t")).containsExactly(List.of("2", "two"));
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    @Test
    void makesTablesOfRowsThatAreAllKey(Warehouse warehouse) {
        // Given
        DebeziumTable table = new DebeziumTable(
                "t", SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build(), "id");
        create(table, table.row(1));

        // When
        warehouse.load(topics);
        DebeziumTable wider = new DebeziumTable(
                "t", SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build(), "id");
        create(wider, wider.row(1L << 40));
        warehouse.load(topics);

        // Then
        assertThat(warehouse.query("SELECT id FROM t ORDER BY id"))
                .containsExactly(List.of("1"), List.of("1099511627776"));
    }

    @Test
    void needsNoTableForRemovals(Warehouse warehouse) {
        // Given
        DebeziumTable table = new DebeziumTable(
                "t", SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build(), "id");
        topics.append(TOPIC, 0, table.key(table.row(1)), table.delete(table.row(1)));

        // When
        warehouse.load(topics, "auto.create", "false");

        // Then
        assertThat(warehouse.value("SELECT next_offset FROM millrace_sink_offsets"))
                .isEqualTo("1");
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    private static DebeziumTable table(Schema i, Schema b, Schema u, Schema d, Schema l) {
        return new DebeziumTable(
                "t",
                SchemaBuilder.struct()
                        .field("id", Schema.INT32_SCHEMA)
                        .field("i", i)
                        .field("b", b)
                        .field("u", u)
                        .field("d", d)
                        .field("l", l)
                        .build(),
                "id");
    }

    private void create(DebeziumTable table, Struct row) {
        topics.append(TOPIC, 0, table.key(row), table.create(row));
    }
}
