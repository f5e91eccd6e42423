package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.network.SocketBuffers;
import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.quota.QuotaWindows;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    @Test
    void hasKafkasDefaults() {
        // When
        BrokerConfig config = BrokerConfig.from(Map.of());

        // Then
        assertThat(config.nodeId()).isEqualTo(1);
        assertThat(config.listener()).extracting("host", "port").containsExactly("127.0.0.1", 9092);
        assertThat(config.network().frames().maxBulkFrameBytes()).isEqualTo(104_857_600);
        assertThat(config.network().connections().idleTimeoutMs()).isEqualTo(600_000);
        assertThat(config.topics().autoCreate()).isTrue();
        assertThat(config.topics().partitionCount()).isEqualTo(1);
        assertThat(config.topics().defaults().values()).isEmpty();
        assertThat(config.groups().offsetsTopic().partitionCount()).isEqualTo(50);
        assertThat(config.groups().limits().initialRebalanceDelayMs()).isEqualTo(3_000);
        assertThat(config.groups().limits().offsetsRetentionMs()).isEqualTo(604_800_000);
    }

    @Test
    void mapsEveryProperty() {
        // Given
        Map<String, String> properties = new HashMap<>(Map.of(
                "node.id", "7",
                "listeners", "PLAINTEXT://localhost:1234",
                "advertised.listeners", "PLAINTEXT://example.org:4321",
                "log.dirs", "/somewhere",
                "num.partitions", "5",
                "auto.create.topics.enable", "false",
                "log.retention.hours", "2",
                "message.max.bytes", "4321",
                "socket.request.max.bytes", "5000000"));
        properties.putAll(Map.of(
                "max.connections", "11",
                "max.connections.per.ip", "12",
                "connections.max.idle.ms", "13",
                "num.network.threads", "4",
                "min.insync.replicas", "1",
                "flush", "async",
                "group.max.size", "15",
                "offsets.retention.minutes", "16",
                "log.retention.check.interval.ms", "17",
                "fetch.max.bytes", "18000"));
        properties.putAll(Map.of("socket.send.buffer.bytes", "19000", "socket.receive.buffer.bytes", "20000"));

        // When
        BrokerConfig config = BrokerConfig.from(properties);

        // Then
        assertThat(config.nodeId()).isEqualTo(7);
        assertThat(config.listener().advertisedHost()).isEqualTo("example.org");
        assertThat(config.listener().advertisedPort(1234)).isEqualTo(4321);
        assertThat(config.storage().logDirectories()).containsExactly(Path.of("/somewhere/logs"));
        assertThat(config.storage().upkeep().retentionCheckMs()).isEqualTo(17);
        assertThat(config.topics().autoCreate()).isFalse();
        assertThat(config.topics().partitionCount()).isEqualTo(5);
        assertThat(config.topics().defaults().values())
                .containsEntry("retention.ms", "7200000")
                .containsEntry("max.message.bytes", "4321")
                .containsEntry("flush", "async");
        assertThat(config.network().connections().maxConnections()).isEqualTo(11);
        assertThat(config.network().connections().maxConnectionsPerIp()).isEqualTo(12);
        assertThat(config.network().connections().idleTimeoutMs()).isEqualTo(13);
        assertThat(config.network().loopCount()).isEqualTo(4);
        assertThat(config.network().buffers()).isEqualTo(new SocketBuffers(19_000, 20_000));
        assertThat(config.network().frames().maxBulkFrameBytes()).isEqualTo(5_000_000);
        assertThat(config.groups().limits().maxMembers()).isEqualTo(15);
        assertThat(config.groups().limits().offsetsRetentionMs()).isEqualTo(960_000);
        assertThat(config.fetch().maxBytes()).isEqualTo(18_000);
    }

    @Test
    void refusesAnUnknownNameAndSaysWhichOneIsNear() {
        assertRefused(Map.of("num.partition", "3"), "num.partition", "num.partitions");
    }

    @Test
    void refusesAddressesThatOthersReachBecauseThereIsNoAuthenticationYet() {
        assertRefused(Map.of("listeners", "PLAINTEXT://0.0.0.0:9092"), "authenticate", "127.0.0.1");
        assertRefused(Map.of("listeners", "PLAINTEXT://:9092"), "authenticate");
        assertRefused(Map.of("listeners", "SSL://127.0.0.1:9092"), "ssl.keystore.location", "PLAINTEXT");
    }

    @Test
    void refusesValuesThatCannotBe() {
        assertRefused(Map.of("num.partitions", "0"), "num.partitions");
        assertRefused(Map.of("num.partitions", "many"), "whole number");
        assertRefused(Map.of("auto.create.topics.enable", "yes"), "true or false");
        assertRefused(Map.of("listeners", "127.0.0.1:9092"), "PLAINTEXT://");
        assertRefused(Map.of("log.cleanup.policy", "burn"), "log.cleanup.policy");
        assertRefused(Map.of("log.segment.bytes", "5000"), "log.segment.bytes", "1048576");
        assertRefused(Map.of("log.roll.hours", "0"), "log.roll.hours");
        assertRefused(Map.of("log.dirs", "/a,/b,/a/../a"), "log.dirs", "/a is named twice");
        assertRefused(Map.of("log.dirs", "/a/b,/a"), "/a/b is inside /a");
        assertRefused(Map.of("log.dirs", "/a,,/b"), "log.dirs", "comma");
        assertRefused(Map.of("log.dirs", "/a,/b", "cordoned.log.dirs", "/b"), "cordoned.log.dirs");
        assertRefused(Map.of("process.roles", "broker"), "process.roles");
    }

    @Test
    void takesSeveralDataDirectoriesAndKeepsTheMetadataInTheFirst() {
        // When
        StorageSettings storage =
                BrokerConfig.from(Map.of("log.dirs", "/d1b, /d2,/d1")).storage();

        // Then
        assertThat(storage.logDirectories())
                .containsExactly(Path.of("/d1b/logs"), Path.of("/d2/logs"), Path.of("/d1/logs"));
        assertThat(storage.metadataDirectory()).isEqualTo(Path.of("/d1b/metadata"));
        assertThat(storage.holdsMetadata(Path.of("/d1b/logs"))).isTrue();
        assertThat(storage.holdsMetadata(Path.of("/d2/logs"))).isFalse();
        assertThat(storage.holdsMetadata(Path.of("/d1/logs"))).isFalse();

        // When
        StorageSettings apart = BrokerConfig.from(Map.of("log.dir", "/d1,/d2", "metadata.log.dir", "/m"))
                .storage();

        // Then
        assertThat(apart.logDirectories()).hasSize(2).noneMatch(apart::holdsMetadata);
        assertThat(apart.knownDirectories()).isEqualTo(Path.of("/m/log-directories"));
    }

    @Test
    void mapsLimitsOfClients() {
        // When
        BrokerConfig config = BrokerConfig.from(Map.of(
                "max.connections.per.ip", "12",
                "broker.rack", "r1",
                "delete.topic.enable", "false",
                "max.request.partition.size.limit", "19",
                "quota.window.num", "5",
                "quota.window.size.seconds", "2",
                "controller.quota.window.size.seconds", "3"));

        // Then
        assertThat(config.rack()).contains("r1");
        assertThat(config.topics().delete()).isFalse();
        assertThat(config.topics().maxPartitionsPerPage()).isEqualTo(19);
        assertThat(config.quotas())
                .isEqualTo(new ClientQuotas.Settings(new QuotaWindows(5, 2_000), new QuotaWindows(11, 3_000)));
    }

    @Test
    void refusesMoreCopiesThanOneNodeHolds() {
        for (String name :
                List.of("offsets.topic.replication.factor", "default.replication.factor", "min.insync.replicas")) {
            assertRefused(Map.of(name, "3"), name, "one node", "set " + name + "=1");
        }
    }

    @Test
    void boundsTheRequestsThatItHolds() {
        assertThat(BrokerConfig.from(Map.of()).network().queuedMaxRequestBytes())
                .isGreaterThanOrEqualTo(200 << 20);
        assertThat(BrokerConfig.from(Map.of("queued.max.request.bytes", "123456789"))
                        .network()
                        .queuedMaxRequestBytes())
                .isEqualTo(123_456_789);
        assertRefused(Map.of("queued.max.request.bytes", "1000"), "queued.max.request.bytes", "104857600");
    }

    private static void assertRefused(Map<String, String> properties, String... words) {
        assertThatThrownBy(() -> BrokerConfig.from(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void namesTheAuthorizerAsKafkaDoes() {
        // Given
        String standard = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

        // When
        AuthorizerSettings settings = BrokerConfig.from(Map.of(
                        "authorizer.class.name", standard,
                        "super.users", "User:admin; User:CN=broker,O=Example ;",
                        "allow.everyone.if.no.acl.found", "true"))
                .authorizer();

        // Then
        assertThat(settings.enforced()).isTrue();
        assertThat(settings.openWithoutAcls()).isTrue();
        assertThat(settings.superUsers())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("User:admin", "User:CN=broker,O=Example");
        assertThat(BrokerConfig.from(Map.of("authorizer.class.name", ""))
                        .authorizer()
                        .enforced())
                .isFalse();
        assertThatThrownBy(() -> BrokerConfig.from(Map.of("authorizer.class.name", "com.example.Mine")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("com.example.Mine")
                .hasMessageContaining(standard);
        assertThatThrownBy(() -> BrokerConfig.from(Map.of("super.users", "admin")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("User:admin");
    }
}
