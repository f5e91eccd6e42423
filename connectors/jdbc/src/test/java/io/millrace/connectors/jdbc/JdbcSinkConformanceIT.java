package io.millrace.connectors.jdbc;

import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.connectors.testkit.SinkConnectorConformance;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sink passes the suite of the house; rows are appended, so that one too many would show. */
@ExtendWith(Warehouse.Extension.class)
class JdbcSinkConformanceIT extends SinkConnectorConformance {
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t", SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build(), "id");

    private Warehouse warehouse;

    @BeforeEach
    void useFreshWarehouse(Warehouse fresh) {
        warehouse = fresh;
    }

    @Override
    protected SinkConnector connector() {
        return new JdbcSinkConnector();
    }

    @Override
    protected Map<String, String> workingConfig() {
        return warehouse.config("pk.mode", "none", "insert.mode", "insert", "delete.enabled", "false");
    }

    @Override
    protected String aConfigKey() {
        return "insert.mode";
    }

    @Override
    protected void append(InMemoryTopics topics, int partition, int id) {
        topics.append("shop.public.t", partition, Datum.NONE, TABLE.create(TABLE.row(id)));
    }

    @Override
    protected long targetCount() {
        return Long.parseLong(warehouse.value("SELECT count(*) FROM t"));
    }
}
