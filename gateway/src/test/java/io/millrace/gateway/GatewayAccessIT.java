package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.registry.server.RegistryServer;
import io.millrace.testing.TestingAuthority;
import io.millrace.testing.TestingUsers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that asks who comes, in front of a registry that does so too, both over https. */
class GatewayAccessIT {
    private static final String AVRO = "application/vnd.kafka.avro.v2+json";

    @TempDir
    Path folder;

    private TestingAuthority authority;
    private String users;

    @BeforeEach
    void makeKeysAndUsers() throws Exception {
        authority = new TestingAuthority(folder);
        users = TestingUsers.file(
                        folder,
                        TestingUsers.line("ann", "viewer", "ann's"),
                        TestingUsers.line("gateway", "", "its own"))
                .toString();
    }

    private RegistryServer registry() throws Exception {
        Map<String, String> properties = new LinkedHashMap<>(authority.server("none"));
        properties.put("kafkastore.bootstrap.servers", BrokerKind.MILLRACE.bootstrapServers());
        properties.put("kafkastore.topic", "_schemas-" + UUID.randomUUID());
        properties.put("kafkastore.topic.replication.factor", "1");
        properties.put("rest.authentication.users", users);
        return RegistryServer.start(properties);
    }

    private GatewayServer gateway(String clientAuth, RegistryServer registry, Map<String, String> more)
            throws Exception {
        Map<String, String> properties = new LinkedHashMap<>(authority.server(clientAuth));
        properties.put("schema.registry.url", registry.url());
        properties.put("schema.registry.basic.auth.credentials.source", "USER_INFO");
        properties.put("schema.registry.basic.auth.user.info", "gateway:its own");
        properties.putAll(authority.stores("schema.registry.ssl.", null));
        properties.putAll(more);
        return BrokerKind.MILLRACE.gateway(properties);
    }

    private static String topic() throws Exception {
        String name = "t-" + UUID.randomUUID();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BrokerKind.MILLRACE.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        return name;
    }

    @Test
    void asksForAPasswordAndSpeaksToARegistryThatAsksToo() throws Exception {
        try (RegistryServer registry = registry();
                GatewayServer gateway = gateway("none", registry, Map.of("rest.authentication.users", users))) {
            String path = "/topics/" + topic();
            String record = "{\"value_schema\":\"\\\"string\\\"\",\"records\":[{\"value\":\"v\"}]}";
            HttpCaller stranger = HttpCaller.over(authority.client(null), gateway.url(), "", "");
            HttpCaller ann = HttpCaller.over(authority.client(null), gateway.url(), "ann", "ann's");

            assertThat(gateway.url()).startsWith("https://localhost:");
            Reply refused = stranger.post(path, AVRO, record);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.json().path("error_code").asInt()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Basic realm=");
            assertThat(stranger.get("/topics").status()).isEqualTo(401);
            assertThat(stranger.get("/no/such/path").status()).isEqualTo(401);
            assertThat(HttpCaller.over(authority.client(null), gateway.url(), "ann", "bob's")
                            .get("/topics")
                            .status())
                    .isEqualTo(401);

            Reply taken = ann.post(path, AVRO, record);
            assertThat(taken.status()).as(taken.text()).isEqualTo(200);
            assertThat(taken.json().at("/offsets/0/offset").asLong()).isZero();
        }
    }

    @Test
    void remembersKeysOfEachCallerForHimselfAlone() throws Exception {
        Map<String, String> settings = Map.of(
                "rest.authentication.users",
                users,
                "idempotency.topic",
                "_answers-" + UUID.randomUUID(),
                "idempotency.topic.partitions",
                "1");
        try (RegistryServer registry = registry();
                GatewayServer gateway = gateway("none", registry, settings)) {
            String path = "/topics/" + topic() + "/records";
            HttpCaller ann = HttpCaller.over(authority.client(null), gateway.url(), "ann", "ann's");
            HttpCaller other = HttpCaller.over(authority.client(null), gateway.url(), "gateway", "its own");

            assertThat(keyed(ann, path).header("Idempotent-Replayed")).isNull();
            assertThat(keyed(ann, path).header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(keyed(other, path).header("Idempotent-Replayed")).isNull();
        }
    }

    private static Reply keyed(HttpCaller caller, String path) {
        byte[] line = "{\"value\":1}".getBytes(StandardCharsets.UTF_8);
        Reply reply = caller.call("POST", path, line, "Content-Type", "application/x-ndjson", "Idempotency-Key", "k-1");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    @Test
    void letsInWhomTheTrustStoreVouchesFor() throws Exception {
        try (RegistryServer registry = registry();
                GatewayServer gateway = gateway("requested", registry, Map.of())) {
            HttpCaller certified = HttpCaller.over(authority.client("CN=ann"), gateway.url(), "", "");
            HttpCaller stranger = HttpCaller.over(authority.client(null), gateway.url(), "", "");
            assertThat(certified.get("/brokers").status()).isEqualTo(200);
            assertThat(stranger.get("/brokers").status()).isEqualTo(401);
            assertThat(stranger.get("/openapi.json").status()).isEqualTo(401);
            assertThat(certified.get("/openapi.json").status()).isEqualTo(200);
            assertThat(certified
                            .get("/v3/clusters")
                            .json()
                            .at("/data/0/metadata/self")
                            .textValue())
                    .as("a link that can be followed")
                    .startsWith(gateway.url() + "/v3/clusters/");
        }
    }
}
