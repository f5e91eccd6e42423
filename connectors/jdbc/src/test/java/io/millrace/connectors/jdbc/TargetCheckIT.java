package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.SinkConnectorConformance;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Validation logs in, and puts what it finds on the key that is to blame. */
@ExtendWith(Warehouse.Extension.class)
class TargetCheckIT {
    @Test
    void blamesThePasswordForAWrongPassword(Warehouse warehouse) {
        warehouse.execute("DROP ROLE IF EXISTS \"guest\"", "CREATE ROLE \"guest\" LOGIN PASSWORD 'right'");
        assertThat(errors(warehouse.config("connection.user", "guest", "connection.password", "wrong")))
                .containsOnlyKeys("connection.password");
    }

    @Test
    void blamesTheAddressForADatabaseThatDoesNotExist(Warehouse warehouse) {
        Map<String, List<String>> errors =
                errors(warehouse.config("connection.url", warehouse.server().jdbcUrl("nowhere")));
        assertThat(errors).containsOnlyKeys("connection.url");
        assertThat(errors.get("connection.url").get(0)).contains("database nowhere does not exist");
    }

    @Test
    void blamesTheAddressForAHostThatNobodyListensAt(Warehouse warehouse) {
        Map<String, List<String>> errors =
                errors(warehouse.config("connection.url", "jdbc:postgresql://localhost:1/x"));
        assertThat(errors).containsOnlyKeys("connection.url");
        assertThat(errors.get("connection.url").get(0)).contains("could not be reached");
    }

    @Test
    @Timeout(20)
    void givesUpOnAServerThatNeverAnswers(Warehouse warehouse) throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            assertThat(errors(warehouse.config(
                            "connection.url",
                            "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/x",
                            "connection.timeout.ms",
                            "1000")))
                    .containsOnlyKeys("connection.url");
        }
    }

    @Test
    void saysWhichRightsAreMissing(Warehouse warehouse) {
        // Given
        warehouse.execute(
                "DROP ROLE IF EXISTS reader",
                "CREATE ROLE reader LOGIN PASSWORD 'r'",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "REVOKE TEMPORARY ON DATABASE \"" + warehouse.database() + "\" FROM PUBLIC");

        // When
        Map<String, List<String>> errors =
                errors(warehouse.config("connection.user", "reader", "connection.password", "r"));

        // Then
        assertThat(errors).containsOnlyKeys("auto.create", "delivery", "connection.user");
        assertThat(errors.get("delivery").get(0)).contains("GRANT CREATE ON SCHEMA \"public\" TO \"reader\"");
    }

    @Test
    void letsARoleWriteThatOnlyHasTheTablesItNeeds(Warehouse warehouse) {
        // Given
        warehouse.execute(
                "DROP ROLE IF EXISTS writer",
                "CREATE ROLE writer LOGIN PASSWORD 'w'",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "CREATE TABLE millrace_sink_offsets (connector text NOT NULL, topic text NOT NULL,"
                        + " partition integer NOT NULL, next_offset bigint, owner_epoch bigint NOT NULL,"
                        + " updated_at timestamptz NOT NULL, PRIMARY KEY (connector, topic, partition))",
                "GRANT SELECT, INSERT, UPDATE ON millrace_sink_offsets TO writer");

        // Then
        assertThat(errors(warehouse.config(
                        "connection.user", "writer", "connection.password", "w", "auto.create", "false")))
                .isEmpty();
    }

    private static Map<String, List<String>> errors(Map<String, String> config) {
        return SinkConnectorConformance.errors(new JdbcSinkConnector(), config);
    }
}
