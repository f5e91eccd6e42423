package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.time.Date;
import io.millrace.testing.TestingPostgres;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSourceRowsIT {

    private static final Schema TEXT = Schema.STRING_SCHEMA;

    private static TestingPostgres postgres;
    private static SourceRows source;

    @BeforeAll
    static void startServer() {
        postgres = TestingPostgres.start();
        source = new PostgresSourceRows(new PostgresConnectorConfig(Configuration.from(Map.of(
                "topic.prefix", "shop",
                "database.hostname", postgres.host(),
                "database.port", Integer.toString(postgres.port()),
                "database.user", postgres.user(),
                "database.password", postgres.password(),
                "database.dbname", "postgres"))));
    }

    @AfterAll
    static void stopServer() {
        source.close();
        postgres.close();
    }

    @Test
    void findsRowsByKeysOfManyTypes() {
        postgres.execute("CREATE TYPE mood AS ENUM ('calm', 'cross')");
        assertLookup("int", "7", Schema.INT32_SCHEMA, 7, 8);
        assertLookup("smallint", "7", Schema.INT16_SCHEMA, (short) 7, (short) 8);
        assertLookup("bigint", "7", Schema.INT64_SCHEMA, 7L, 8L);
        assertLookup("boolean", "true", Schema.BOOLEAN_SCHEMA, true, false);
        assertLookup("text", "'it''s'", TEXT, "it's", "its");
        assertLookup("char(5)", "'ab'", TEXT, "ab   ", "abc  ");
        assertLookup("numeric", "1.50", TEXT, "1.50", "1.51");
        assertLookup("mood", "'calm'", TEXT, "calm", "cross");
        assertLookup("timestamptz", "'2026-01-02 03:04:05+01'", TEXT, "2026-01-02T02:04:05Z", "2026-01-02T02:04:06Z");
        String id = "6f1ed002-ab59-4d9b-8d5e-00000000000";
        assertLookup("uuid", "'" + id + "1'", TEXT, id + "1", id + "2");
    }

    @Test
    void findsRowsByAllColumnsOfAKeyWhateverTheirNames() {
        // Given
        postgres.execute(
                "CREATE SCHEMA \"My Schema\"",
                "CREATE TABLE \"My Schema\".\"A \"\"Table\"\"\" (\"Tenant\" int, \"the code\" text)",
                "INSERT INTO \"My Schema\".\"A \"\"Table\"\"\" VALUES (1, 'a'), (2, 'b')");
        Schema key = SchemaBuilder.struct()
                .field("Tenant", Schema.INT32_SCHEMA)
                .field("the code", TEXT)
                .build();
        Struct present = new Struct(key).put("Tenant", 1).put("the code", "a");
        Struct gone = new Struct(key).put("Tenant", 1).put("the code", "b");

        // Then
        assertThat(source.isGone("My Schema", "A \"Table\"", present)).isFalse();
        assertThat(source.isGone("My Schema", "A \"Table\"", gone)).isTrue();
    }

    @Test
    void saysNothingOfKeysThatItCannotLookUp() {
        // Given
        postgres.execute("CREATE TABLE dated (day date PRIMARY KEY)", "CREATE TABLE renamed (new_name int)");

        // Then
        assertThat(source.isGone("public", "dated", key("day", Date.schema(), 20_000)))
                .isFalse();
        assertThat(source.isGone("public", "renamed", key("old_name", Schema.INT32_SCHEMA, 1)))
                .isFalse();
        assertThat(source.isGone("public", "renamed", key("new_name", TEXT, "no number")))
                .isFalse();
    }

    @Test
    void takesRowsOfADroppedTableForGone() {
        assertThat(source.isGone("public", "dropped", key("id", Schema.INT32_SCHEMA, 1)))
                .isTrue();
        assertThat(source.currentPosition()).isPositive();
    }

    private static void assertLookup(String type, String literal, Schema schema, Object present, Object gone) {
        postgres.execute(
                "CREATE TABLE \"of " + type + "\" (id " + type + " PRIMARY KEY)",
                "INSERT INTO \"of " + type + "\" VALUES (" + literal + ")");
        assertThat(source.isGone("public", "of " + type, key("id", schema, present)))
                .as("%s that is there", type)
                .isFalse();
        assertThat(source.isGone("public", "of " + type, key("id", schema, gone)))
                .as("%s that is gone", type)
                .isTrue();
    }

    private static Struct key(String name, Schema schema, Object value) {
        return new Struct(SchemaBuilder.struct().field(name, schema).build()).put(name, value);
    }
}
