package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.http.ConfigException;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.server.audit.AuditConfig;
import io.millrace.registry.server.http.LeaderPatience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryConfigTest {
    @Test
    void namesTheNearestKeyWhenOneIsUnknown() {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of("kafkastore.topik", "x")))
                .hasMessage("unknown property kafkastore.topik; did you mean kafkastore.topic?");
    }

    @Test
    void keepsTheAuditTopicApartFromTheSchemas() {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of("bootstrap.servers", "a:1", "audit.topic", "_schemas")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("audit.topic");
    }

    @Test
    void hasDefaultsForEverythingButTheBrokers() {
        // Given
        Map<String, String> properties = Map.of("bootstrap.servers", "localhost:9092");

        // When
        RegistryConfig config = RegistryConfig.of(properties);

        // Then
        assertThat(config.compatibilityLevel()).isEqualTo(CompatibilityLevel.BACKWARD);
        assertThat(config.listener().address().host()).isEqualTo("127.0.0.1");
        assertThat(config.listener().address().port()).isEqualTo(8081);
        assertThat(config.store().topic()).isEqualTo("_schemas");
        assertThat(config.store().replicationFactor()).isEqualTo(3);
        assertThat(config.modesMayChange()).isTrue();
        assertThat(config.audit()).isEqualTo(new AuditConfig("", true, 5000, 1000, 600));
        assertThat(config.leaderPatience())
                .isEqualTo(new LeaderPatience(Duration.ofSeconds(5), Duration.ofSeconds(60)));
    }

    @Test
    void readsExplicitSettings() {
        // Given
        Map<String, String> properties = Map.of(
                "kafkastore.bootstrap.servers", "PLAINTEXT://a:1,SASL_SSL://b:2",
                "listeners", "http://localhost:0",
                "host.name", "registry.example",
                "kafkastore.security.protocol", "SASL_SSL",
                "schema.compatibility.level", "full_transitive",
                "kafkastore.timeout.ms", "500",
                "leader.connect.timeout.ms", "7",
                "leader.read.timeout.ms", "8",
                "audit.topic", "changes");

        // When
        RegistryConfig config = RegistryConfig.of(properties);

        // Then
        assertThat(config.store().bootstrapServers()).isEqualTo("a:1,b:2");
        assertThat(config.store().clientProperties()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(config.store().timeoutMs()).isEqualTo(500);
        assertThat(config.leaderPatience()).isEqualTo(new LeaderPatience(Duration.ofMillis(7), Duration.ofMillis(8)));
        assertThat(config.audit().topic()).isEqualTo("changes");
        assertThat(config.listener().address().advertisedHost()).isEqualTo("registry.example");
        assertThat(config.compatibilityLevel()).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
    }

    @Test
    void refusesValuesThatMakeNoSense() {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of())).hasMessageContaining("bootstrap.servers is missing");
        assertThatThrownBy(() -> RegistryConfig.of(Map.of("bootstrap.servers", "a:1", "listeners", "nonsense")))
                .hasMessageContaining("http://127.0.0.1:8081");
        assertThatThrownBy(() -> RegistryConfig.of(Map.of("bootstrap.servers", "a:1", "kafkastore.timeout.ms", "soon")))
                .hasMessageContaining("is not a number");
        assertThatThrownBy(() -> RegistryConfig.of(Map.of(
                        "bootstrap.servers", "a:1", "request.buffer.bytes", "4096", "max.request.bytes", "8192")))
                .hasMessageContaining("request.buffer.bytes=4096 is less than max.request.bytes=8192");
        assertThatThrownBy(() -> RegistryConfig.of(Map.of("bootstrap.servers", "a:1", "max.connections", "0")))
                .hasMessageContaining("is not between 1 and");
    }

    @Test
    void refusesAnAddressThatOtherMachinesReach() {
        for (String listeners : List.of("http://0.0.0.0:8081", "http://[::]:8081", "http://192.0.2.1:8081")) {
            assertThatThrownBy(() -> RegistryConfig.of(Map.of("bootstrap.servers", "a:1", "listeners", listeners)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("authenticate")
                    .hasMessageContaining("127.0.0.1");
        }
        assertThat(RegistryConfig.of(Map.of("bootstrap.servers", "a:1", "listeners", "http://[::1]:0"))
                        .listener()
                        .address()
                        .port())
                .isZero();
    }
}
