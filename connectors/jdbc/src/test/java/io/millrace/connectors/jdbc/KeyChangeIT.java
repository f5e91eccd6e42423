package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that change their key keep the large values that the record of the new key leaves out. */
@ExtendWith(Warehouse.Extension.class)
class KeyChangeIT {
    private static final String TOPIC = "shop.public.t";
    private static final String GONE = "__debezium_unavailable_value";
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t",
            SchemaBuilder.struct()
                    .field("id", Schema.INT32_SCHEMA)
                    .field("big", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            "id");

    private final InMemoryTopics topics = new InMemoryTopics();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void keepsThemThroughChainsAndSwapsHoweverTheBatchesAreCut(int batch, Warehouse warehouse) {
        // Given
        create(0, 1, "one", none());
        create(0, 2, "two", none());
        changeKey(0, 1, 9);
        changeKey(0, 2, 1);
        changeKey(0, 9, 2);
        changeKey(0, 2, 3);
        changeKey(0, 3, 4);

        // When
        drain(warehouse, batch);

        // Then
        assertThat(warehouse.query("SELECT id, big FROM t ORDER BY id"))
                .containsExactly(List.of("1", "two"), List.of("4", "one"));
        assertNothingIsCarried(warehouse);
    }

    @Test
    void givesEachNewKeyTheValuesOfItsOwnChange(Warehouse warehouse) {
        // Given: the partition of key 1 is read to its end before that of key 2 begins.
        create(0, 1, "first", none());
        remove(0, 1, TABLE.newKey(row(2, null)));
        create(0, 1, "second", none());
        remove(0, 1, TABLE.newKey(row(2, null)));
        create(1, 2, GONE, TABLE.oldKey(row(1, null)));
        remove(1, 2, none());
        create(1, 2, GONE, TABLE.oldKey(row(1, null)));

        // When
        SinkTaskDriver driver = warehouse.start(topics);
        for (int i = 0; i < 5; i++) {
            driver.poll(1);
        }

        // Then
        assertThat(warehouse.query("SELECT id, big FROM t")).containsExactly(List.of("2", "first"));
        driver.drain(1);
        driver.stop();
        assertThat(warehouse.query("SELECT id, big FROM t")).containsExactly(List.of("2", "second"));
        assertNothingIsCarried(warehouse);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void remembersThatACompleteRowArrivedBeforeItsOldKeyWent(int batch, Warehouse warehouse) {
        // Given: the new key is in the partition that is read first.
        create(0, 2, "complete", TABLE.oldKey(row(1, null)));
        remove(0, 2, none());
        create(0, 2, GONE, TABLE.oldKey(row(1, null)));
        create(1, 1, "complete", none());
        remove(1, 1, TABLE.newKey(row(2, null)));
        create(1, 1, "later", none());
        remove(1, 1, TABLE.newKey(row(2, null)));

        // When
        drain(warehouse, batch);

        // Then
        assertThat(warehouse.query("SELECT id, big FROM t")).containsExactly(List.of("2", "later"));
        assertNothingIsCarried(warehouse);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void countsChangesWhoseOldRowWasNeverThere(int batch, Warehouse warehouse) {
        // Given: the first record removes a row from a table that is yet to be made.
        remove(0, 1, TABLE.newKey(row(2, null)));
        create(0, 2, "complete", TABLE.oldKey(row(1, null)));
        remove(0, 2, none());
        create(0, 1, "one", none());
        changeKey(0, 1, 2);

        // When
        drain(warehouse, batch);

        // Then
        assertThat(warehouse.query("SELECT id, big FROM t")).containsExactly(List.of("2", "one"));
        assertNothingIsCarried(warehouse);
    }

    @Test
    void doesNotTakeTheRowUnderTheOldKeyForWhatItWasAtTheChange(Warehouse warehouse) {
        // Given: partition 0 is read first, and holds the new key; partition 1 has an update of the old one before it.
        create(1, 1, "outdated", none());
        SinkTaskDriver driver = warehouse.start(topics.withPartition(TOPIC, 0));
        driver.drain(10);
        topics.append(TOPIC, 1, TABLE.key(row(1, null)), TABLE.update(row(1, "current")));
        remove(1, 1, TABLE.newKey(row(2, null)));
        create(0, 2, GONE, TABLE.oldKey(row(1, null)));

        // When
        driver.poll(1);
        driver.drain(1);
        driver.stop();

        // Then
        assertThat(warehouse.query("SELECT id, big FROM t")).containsExactly(List.of("2", "current"));
    }

    @Test
    void givesUpWaitingForAnOldKeyThatNeverGoesAndLeavesOtherPartitionsAlone(Warehouse warehouse) {
        // Given
        create(0, 2, GONE, TABLE.oldKey(row(1, null)));
        create(0, 4, "after", none());
        create(1, 3, "other", none());

        // When
        SinkTaskDriver driver = warehouse.start(topics, "carry.over.wait.ms", "300");
        driver.poll(10);

        // Then
        assertThat(warehouse.query("SELECT id FROM t")).containsExactly(List.of("3"));
        assertThat(driver.position(new TopicPartition(TOPIC, 0))).isZero();
        driver.drain(10);
        driver.stop();
        assertThat(warehouse.query("SELECT id FROM t ORDER BY id")).containsExactly(List.of("3"), List.of("4"));
        assertThat(warehouse.deadLetters.reports()).hasSize(1);
        assertThat(warehouse.deadLetters.reports().get(0).error()).hasMessageContaining("REPLICA IDENTITY FULL");
    }

    @Test
    void keepsColumnsThatOnlyTheTargetHas(Warehouse warehouse) {
        // Given
        warehouse.execute("CREATE TABLE t (id int PRIMARY KEY, big text, note text DEFAULT 'fresh')");
        create(0, 1, "one", none());
        drain(warehouse, 10);
        warehouse.execute("UPDATE t SET note = 'mine'");

        // When
        topics.append(TOPIC, 0, TABLE.key(row(1, null)), TABLE.update(row(1, "uno")));
        drain(warehouse, 10);

        // Then
        assertThat(warehouse.query("SELECT id, big, note FROM t")).containsExactly(List.of("1", "uno", "mine"));
    }

    @Test
    void forgetsRowsThatWaitedForTooLong(Warehouse warehouse) {
        // Given
        create(0, 1, "one", none());
        remove(0, 1, TABLE.newKey(row(2, null)));
        drain(warehouse, 10);
        assertThat(warehouse.value("SELECT count(*) FROM millrace_sink_carry_over"))
                .isEqualTo("1");

        // When
        create(0, 5, "five", none());
        SinkTaskDriver driver = warehouse.start(topics, "carry.over.max.age.ms", "0");
        driver.drain(10);
        driver.stop();

        // Then
        assertNothingIsCarried(warehouse);
    }

    private void changeKey(int partition, int from, int to) {
        remove(partition, from, TABLE.newKey(row(to, null)));
        topics.append(TOPIC, partition, TABLE.key(row(from, null)), Datum.NONE);
        create(partition, to, GONE, TABLE.oldKey(row(from, null)));
    }

    private void create(int partition, int id, String big, Iterable<Header> headers) {
        topics.append(TOPIC, partition, TABLE.key(row(id, null)), TABLE.create(row(id, big)), headers);
    }

    private void remove(int partition, int id, Iterable<Header> headers) {
        topics.append(TOPIC, partition, TABLE.key(row(id, null)), TABLE.delete(row(id, null)), headers);
    }

    private void drain(Warehouse warehouse, int batch) {
        SinkTaskDriver driver = warehouse.start(topics);
        driver.drain(batch);
        driver.stop();
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    private static void assertNothingIsCarried(Warehouse warehouse) {
        assertThat(warehouse.query("SELECT * FROM millrace_sink_carry_over")).isEmpty();
    }

    private static Struct row(int id, String big) {
        return TABLE.row(id, big);
    }

    private static Iterable<Header> none() {
        return new ConnectHeaders();
    }
}
