package io.millrace.hub.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubConfigTest {

    @Test
    void runsEverythingBelowDataByDefault() {
        HubConfig config = HubConfig.from(Map.of());

        assertThat(config.roles()).containsExactly(Role.BROKER, Role.REGISTRY, Role.GATEWAY, Role.CONNECT);
        assertThat(config.dataFolder()).isEqualTo(Path.of("data").toAbsolutePath());
    }

    @Test
    void handsPrefixedKeysToTheirServerWithoutThePrefix() {
        HubConfig config = HubConfig.from(Map.of("broker.num.partitions", "3", "connect.group.id", "g"));

        assertThat(config.servers().get(Role.BROKER)).isEqualTo(Map.of("num.partitions", "3"));
        assertThat(config.servers().get(Role.CONNECT)).isEqualTo(Map.of("group.id", "g"));
        assertThat(Defaults.broker(config)).containsEntry("num.partitions", "3").containsKey("listeners");
    }

    @Test
    void takesAStockPropertiesFileWhenThereIsOneRole() {
        HubConfig config = HubConfig.from(Map.of("roles", "broker", "num.partitions", "3"));

        assertThat(config.servers().get(Role.BROKER)).containsEntry("num.partitions", "3");
    }

    @Test
    void leavesKafkasNamesWholeThatBeginLikeThePrefix() {
        HubConfig alone = HubConfig.from(Map.of("roles", "broker", "broker.rack", "r1"));
        HubConfig among = HubConfig.from(Map.of("broker.id", "4"));

        assertThat(alone.servers().get(Role.BROKER)).containsEntry("broker.rack", "r1");
        assertThat(among.servers().get(Role.BROKER)).containsEntry("broker.id", "4");
    }

    @Test
    void asksWhoseAKeyIsWhenSeveralServersRun() {
        assertThatThrownBy(() -> HubConfig.from(Map.of("num.partitions", "3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broker.num.partitions");
    }

    @Test
    void refusesKeysOfAServerThatDoesNotRun() {
        assertThatThrownBy(() -> HubConfig.from(Map.of("roles", "broker", "connect.group.id", "g")))
                .hasMessageContaining("does not run the role connect");
    }

    @Test
    void refusesUnknownRoles() {
        assertThatThrownBy(() -> HubConfig.from(Map.of("roles", "broker,console")))
                .hasMessageContaining("'console'")
                .hasMessageContaining("broker,registry,gateway,connect");
    }

    @Test
    void needsAnAddressOfBrokersWhenItRunsNone() {
        assertThatThrownBy(() -> HubConfig.from(Map.of("roles", "connect"))).hasMessageContaining("bootstrap.servers");
        assertThat(HubConfig.from(Map.of("roles", "connect", "bootstrap.servers", "b:9092"))
                        .bootstrapServers())
                .isEqualTo("b:9092");
    }

    @Test
    void takesTheBrokersFromAServersOwnKey() {
        HubConfig config =
                HubConfig.from(Map.of("roles", "registry", "kafkastore.bootstrap.servers", "PLAINTEXT://b:9092"));

        assertThat(Defaults.registry(config, null)).containsEntry("kafkastore.bootstrap.servers", "PLAINTEXT://b:9092");
    }

    @Test
    void refusesAnAddressThatItWouldNotUse() {
        assertThatThrownBy(() -> HubConfig.from(Map.of("bootstrap.servers", "b:9092")))
                .hasMessageContaining("runs its own broker");
        assertThatThrownBy(() -> HubConfig.from(Map.of("schema.registry.url", "http://r:8081")))
                .hasMessageContaining("runs its own registry");
    }

    @Test
    void guessesWhatAMisspeltKeyMeant() {
        assertThatThrownBy(() -> HubConfig.from(Map.of("data.dri", "d")))
                .hasMessageContaining("did you mean data.dir?");
    }

    @Test
    void leavesReplicationOfInternalTopicsToConnectWhenTheBrokersAreElsewhere() {
        HubConfig alone = HubConfig.from(Map.of("roles", "connect", "bootstrap.servers", "b:9092"));

        assertThat(Defaults.connect(alone, "b:9092", null))
                .doesNotContainKey("config.storage.replication.factor")
                .containsEntry("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        assertThat(Defaults.connect(HubConfig.from(Map.of()), "b:9092", "http://r"))
                .containsEntry("config.storage.replication.factor", "1")
                .containsEntry("value.converter.schema.registry.url", "http://r");
    }

    @Test
    void tellsTheGatewayWhereTheOthersAre() {
        HubConfig alone =
                HubConfig.from(Map.of("roles", "gateway", "bootstrap.servers", "b:9092", "max.request.bytes", "4096"));

        assertThat(Defaults.gateway(alone, "b:9092", null))
                .containsEntry("bootstrap.servers", "b:9092")
                .containsEntry("max.request.bytes", "4096")
                .doesNotContainKey("schema.registry.url");
        assertThat(Defaults.gateway(HubConfig.from(Map.of()), "b:9092", "http://r"))
                .containsEntry("listeners", "http://127.0.0.1:8082")
                .containsEntry("schema.registry.url", "http://r");
        assertThatThrownBy(() -> HubConfig.from(Map.of("roles", "gateway"))).hasMessageContaining("bootstrap.servers");
    }

    @Test
    void namesTheCredentialsThatServersNeedWhenTheBrokerAsksForThem() {
        HubConfig none = HubConfig.from(Map.of("roles", "broker,connect"));
        HubConfig given = HubConfig.from(Map.of("roles", "broker,connect", "connect.security.protocol", "SASL_SSL"));

        BrokerCredentials.require(none, "PLAINTEXT");
        BrokerCredentials.require(given, "SASL_SSL");
        assertThatThrownBy(() -> BrokerCredentials.require(none, "SASL_SSL"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("connect.security.protocol=SASL_SSL", "connect.sasl.jaas.config", "loopback");
        assertThatThrownBy(() -> BrokerCredentials.require(HubConfig.from(Map.of("roles", "broker,registry")), "SSL"))
                .hasMessageContaining("registry.kafkastore.security.protocol=SSL");
    }
}
