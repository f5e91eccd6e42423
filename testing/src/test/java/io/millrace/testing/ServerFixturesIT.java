package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class ServerFixturesIT {

    @Test
    void postgresDecodesLogicallyAndRefusesAWrongPassword() {
        try (TestingPostgres postgres = TestingPostgres.start(Map.of("max_connections", "50"))) {
            assertThat(postgres.query("SHOW wal_level")).containsExactly(List.of("logical"));
            assertThat(postgres.query("SHOW max_connections")).containsExactly(List.of("50"));
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void kafkaIsGoneAfterItsKill() throws Exception {
        try (TestingKafka kafka = TestingKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            kafka.process().kill();
            assertThat(kafka.process().isAlive()).isFalse();
        }
    }
}
