package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changes, cut into random batches, with tasks that are killed, replaced, cut off and fed old records again: the
 * table is what a fold over the records says. A failure names its seed.
 */
@ExtendWith(Warehouse.Extension.class)
class RandomChangesIT {
    private static final int CHANGES = 250;
    private static final int KEYS = 9;
    private static final String TOPIC = "shop.public.t";
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t",
            SchemaBuilder.struct()
                    .field("id", Schema.INT32_SCHEMA)
                    .field("n", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("big", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            "id");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void leavesTheTableAsTheFoldOfTheRecords(long seed, Warehouse warehouse) {
        // Given
        Random random = new Random(seed);
        int partitions = 1 + random.nextInt(4);
        Source source = new Source(partitions, random);
        for (int i = 0; i < CHANGES; i++) {
            source.change(i);
        }

        // When
        Map<TopicPartition, Long> opened = new HashMap<>();
        SinkTaskDriver driver = start(warehouse, source.topics, random, opened);
        for (int i = 0; i < 40; i++) {
            driver.poll(1 + random.nextInt(25));
            switch (random.nextInt(6)) {
                case 0 -> driver = start(warehouse, source.topics, random, opened);
                case 1 -> {
                    driver.stop();
                    driver = start(warehouse, source.topics, random, opened);
                }
                case 2 ->
                    warehouse.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'millrace:warehouse' AND datname = current_database()");
                case 3 -> {
                    TopicPartition some = new TopicPartition(TOPIC, random.nextInt(partitions));
                    // Not from before the offset that the task asked for: only another topic would do that.
                    long from = opened.get(some);
                    driver.redeliverFrom(some, from + random.nextInt((int) (driver.position(some) - from) + 1));
                }
                default -> driver.commit();
            }
        }
        driver.drain(1 + random.nextInt(60));
        driver.stop();

        // Then
        List<List<String>> expected = new ArrayList<>();
        source.rows.forEach((id, row) -> expected.add(List.of(id.toString(), row.n + "", row.big)));
        assertThat(warehouse.query("SELECT id, n, big FROM t ORDER BY id"))
                .as("seed %d", seed)
                .isEqualTo(expected);
        assertThat(warehouse.deadLetters.reports()).isEmpty();
        assertThat(warehouse.value("SELECT sum(next_offset) FROM millrace_sink_offsets"))
                .isEqualTo(Long.toString(source.topics.partitions().stream()
                        .mapToLong(source.topics::endOffset)
                        .sum()));
    }

    private static SinkTaskDriver start(
            Warehouse warehouse, InMemoryTopics topics, Random random, Map<TopicPartition, Long> opened) {
        SinkTaskDriver driver = new SinkTaskDriver(
                        new JdbcSinkTask(),
                        topics,
                        new ScriptedSinkContext(
                                warehouse.config(
                                        "copy.min.rows",
                                        Integer.toString(random.nextInt(8)),
                                        "batch.size",
                                        Integer.toString(1 + random.nextInt(30))),
                                warehouse.deadLetters))
                .start();
        topics.partitions().forEach(partition -> opened.put(partition, driver.position(partition)));
        return driver;
    }

    /** A table that is changed at random, the records of its changes, and what it holds in the end. */
    private static final class Source {
        final InMemoryTopics topics = new InMemoryTopics();
        final TreeMap<Integer, Row> rows = new TreeMap<>();
        private final int partitions;
        private final Random random;

        record Row(long n, String big) {}

        Source(int partitions, Random random) {
            this.partitions = partitions;
            this.random = random;
            for (int i = 0; i < partitions; i++) {
                topics.withPartition(TOPIC, i);
            }
        }

        void change(long n) {
            int id = random.nextInt(KEYS);
            Row old = rows.get(id);
            if (old == null) {
                put(id, new Row(n, "big-" + n), TABLE.create(row(id, n, "big-" + n)), new ConnectHeaders());
                return;
            }
            switch (random.nextInt(8)) {
                case 0 -> put(id, new Row(n, "big-" + n), TABLE.update(row(id, n, "big-" + n)), new ConnectHeaders());
                case 1 -> remove(id, new ConnectHeaders());
                case 2, 3, 4 -> changeKey(id, old, n);
                case 5 -> {
                    if (partitions == 1 && random.nextInt(4) == 0) {
                        rows.clear();
                        topics.append(TOPIC, 0, Datum.NONE, TABLE.truncate());
                    }
                }
                default ->
                    put(
                            id,
                            new Row(n, old.big()),
                            TABLE.update(row(id, n, "__debezium_unavailable_value")),
                            new ConnectHeaders());
            }
        }

        private void changeKey(int id, Row old, long n) {
            int target = random.nextInt(KEYS);
            if (rows.containsKey(target)) {
                return;
            }
            boolean large = random.nextInt(3) > 0;
            remove(id, TABLE.newKey(row(target, 0, null)));
            put(
                    target,
                    new Row(n, old.big()),
                    TABLE.create(row(target, n, large ? "__debezium_unavailable_value" : old.big())),
                    TABLE.oldKey(row(id, 0, null)));
        }

        private void put(int id, Row row, Datum value, Iterable<Header> headers) {
            rows.put(id, row);
            topics.append(TOPIC, id % partitions, TABLE.key(row(id, 0, null)), value, headers);
        }

        private void remove(int id, Iterable<Header> headers) {
            rows.remove(id);
            Struct before = row(id, 0, null);
            topics.append(TOPIC, id % partitions, TABLE.key(before), TABLE.delete(before), headers);
            topics.append(TOPIC, id % partitions, TABLE.key(before), Datum.NONE);
        }

        private static Struct row(int id, long n, String big) {
            return TABLE.row(id, n, big);
        }
    }
}
