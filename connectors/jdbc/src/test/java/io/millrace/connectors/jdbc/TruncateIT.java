package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A truncate empties the table at its place among the records of its topic, or is refused where that place is unknown. */
@ExtendWith(Warehouse.Extension.class)
class TruncateIT {
    private static final String TOPIC = "shop.public.t";
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t", SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build(), "id");

    private final InMemoryTopics topics = new InMemoryTopics();

    @ParameterizedTest
    @CsvSource({"0,exactly_once", "1,exactly_once", "0,at_least_once", "1,at_least_once"})
    void refusesTruncatesAmongSeveralPartitions(int partition, String delivery, Warehouse warehouse) {
        // Given: row 2 came after the truncate and is read before it.
        topics.withPartition(TOPIC, 0).withPartition(TOPIC, 1);
        create(1 - partition, 2);
        SinkTaskDriver driver = warehouse.start(topics, "delivery", delivery);
        driver.drain(10);
        create(partition, 1);
        topics.append(TOPIC, partition, Datum.NONE, TABLE.truncate());

        // Then
        assertThatThrownBy(() -> driver.poll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("partition " + partition + ", offset 1")
                .hasMessageContaining("one partition")
                .hasMessageContaining("truncate.enabled=false");
        assertThat(warehouse.query("SELECT id FROM t")).containsExactly(List.of("2"));
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    @Test
    void goesOnPastATruncateThatWasRefusedWhenToldTo(Warehouse warehouse) {
        // Given
        topics.withPartition(TOPIC, 1);
        create(0, 1);
        topics.append(TOPIC, 0, Datum.NONE, TABLE.truncate());
        SinkTaskDriver driver = warehouse.start(topics);
        assertThatThrownBy(() -> driver.poll(10)).isInstanceOf(ConnectException.class);

        // When
        warehouse.load(topics, "truncate.enabled", "false");

        // Then
        assertThat(warehouse.query("SELECT id FROM t")).containsExactly(List.of("1"));
    }

    @Test
    void seesPartitionsThatOtherTasksRead(Warehouse warehouse) {
        // Given
        create(0, 1);
        topics.append(TOPIC, 0, Datum.NONE, TABLE.truncate());
        InMemoryTopics ofAnother = new InMemoryTopics().withPartition(TOPIC, 1);

        // When
        warehouse.start(ofAnother, "tasks.max", "2");
        SinkTaskDriver driver = warehouse.start(topics, "tasks.max", "2");

        // Then
        assertThatThrownBy(() -> driver.poll(10)).hasMessageContaining("truncate.enabled=false");
    }

    @Test
    void followsTruncatesOfOnePartitionWithSeveralTasks(Warehouse warehouse) {
        // Given
        InMemoryTopics other = new InMemoryTopics().withPartition("shop.public.other", 0);
        warehouse.load(other, "tasks.max", "2");
        create(0, 1);
        topics.append(TOPIC, 0, Datum.NONE, TABLE.truncate());
        create(0, 2);

        // When
        warehouse.load(topics, "tasks.max", "2");

        // Then
        assertThat(warehouse.query("SELECT id FROM t")).containsExactly(List.of("2"));
    }

    @Test
    void refusesWhatItCannotKnowWithoutOffsetsInTheTarget(Warehouse warehouse) {
        // Given
        create(0, 1);
        topics.append(TOPIC, 0, Datum.NONE, TABLE.truncate());

        // When
        SinkTaskDriver driver = warehouse.start(topics, "tasks.max", "2", "delivery", "at_least_once");

        // Then
        assertThatThrownBy(() -> driver.poll(10)).hasMessageContaining("tasks.max=1");
    }

    private void create(int partition, int id) {
        topics.append(TOPIC, partition, TABLE.key(TABLE.row(id)), TABLE.create(TABLE.row(id)));
    }
}
