package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.jdbc.store.OffsetStore;
import io.millrace.connectors.jdbc.store.Session;
import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.sql.Statement;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker is paused in the middle of a transaction, and another one takes its partitions. */
@ExtendWith(Warehouse.Extension.class)
class FrozenOwnerIT {

    private static final String TOPIC = "shop.public.t";
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t", SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build(), "id");
    /** Its bound for locks is far below the minute that a frozen owner was once allowed, and above what it is now. */
    private static final String[] APPEND = {
        "pk.mode", "none", "insert.mode", "insert", "delete.enabled", "false", "lock.timeout.ms", "20000"
    };

    @Test
    void isNotWaitedForLongerThanItsSession(Warehouse warehouse) throws Exception {
        // Given
        InMemoryTopics topics = new InMemoryTopics();
        topics.withPartition(TOPIC, 0);
        for (int id = 0; id < 20; id++) {
            topics.append(TOPIC, 0, Datum.NONE, TABLE.create(TABLE.row(id)));
        }
        warehouse.start(topics, APPEND).poll(5);
        JdbcSinkConfig config = JdbcSinkConfig.parse(warehouse.config(APPEND));
        try (Session frozen = new Session(config.connection(), "frozen", "UTC");
                Statement statement = frozen.connection().createStatement()) {
            statement.execute("SELECT FROM " + OffsetStore.TABLE + " FOR UPDATE");

            // When
            SinkTaskDriver owner = warehouse.start(topics, APPEND);

            // Then
            assertThat(owner.poll(5)).isEqualTo(5);
            owner.drain(7);
            owner.stop();
        }
        assertThat(warehouse.query("SELECT count(*), count(DISTINCT id) FROM t"))
                .containsExactly(List.of("20", "20"));
    }
}
