package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.server.RestCaller.Reply;
import io.millrace.testing.TestingAuthority;
import io.millrace.testing.TestingUsers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may have exporters, what is written down of it, and destinations that ask who comes. */
class ExportersAccessIT {
    private static final String SECRET = "pa55+of the exporter";
    private static final String EXPORTER =
            "{\"name\":\"e\",\"config\":{\"schema.registry.url\":\"http://127.0.0.1:1\"}}";

    @TempDir
    Path folder;

    private static int code(RestCaller rest, String method, String path) {
        HttpRequest.BodyPublisher body = method.equals("GET") || method.equals("DELETE")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(EXPORTER);
        Reply reply =
                rest.send(HttpRequest.newBuilder(URI.create(rest.url() + path)).method(method, body));
        return reply.status() == 403 ? reply.errorCode() : reply.status();
    }

    @Test
    void whoHasNoRightToTheClusterMayDoNothing() throws Exception {
        List<String> changes = List.of(
                "POST /exporters",
                "PUT /exporters/e/pause",
                "PUT /exporters/e",
                "PUT /exporters/e/config",
                "PUT /exporters/e/reset",
                "PUT /exporters/e/resume",
                "DELETE /exporters/e");
        List<String> questions =
                List.of("GET /exporters", "GET /exporters/e", "GET /exporters/e/status", "GET /exporters/e/config");
        try (JudgedRegistries registries = new JudgedRegistries(folder);
                RegistryServer registry = registries.start(Map.of())) {
            RestCaller ann = JudgedRegistries.ann(registry);
            assertThat(JudgedRegistries.root(registry)
                            .post("/exporters", EXPORTER)
                            .status())
                    .isEqualTo(200);
            for (String each : changes) {
                assertThat(code(ann, each.split(" ")[0], each.split(" ")[1]))
                        .as(each)
                        .isEqualTo(40301);
            }
            for (String each : questions) {
                assertThat(code(ann, each.split(" ")[0], each.split(" ")[1]))
                        .as(each)
                        .isEqualTo(40301);
            }

            registries.acls().allow("ann", AclOperation.DESCRIBE_CONFIGS, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
            registries.settle(registry);
            for (String each : questions) {
                assertThat(code(ann, each.split(" ")[0], each.split(" ")[1]))
                        .as(each)
                        .isEqualTo(200);
            }
            for (String each : changes) {
                assertThat(code(ann, each.split(" ")[0], each.split(" ")[1]))
                        .as(each)
                        .isEqualTo(40301);
            }
        }
    }

    @Test
    void copiesOverHttpsToARegistryThatAsksWhoComesAndWritesNoSecretDown() throws Exception {
        String auditTopic = "audit-" + UUID.randomUUID();
        TestingAuthority authority = new TestingAuthority(folder);
        Path users = TestingUsers.file(folder, TestingUsers.line("exporter", "admin", SECRET));
        Map<String, String> there = KeysTopic.properties(SharedKafka.bootstrapServers(), SharedKafka.freshTopic());
        there.putAll(authority.server("none"));
        there.put("rest.authentication.users", users.toString());
        try (RegistryServer destination = RegistryServer.start(there);
                RegistryServer source =
                        RegistryServer.start(AuditTopic.properties(SharedKafka.freshTopic(), auditTopic))) {
            // Given
            RestCaller rest = new RestCaller(source.url());
            rest.register("a", ExporterProbe.record("A"));
            ObjectNode exporter = RestCaller.JSON.createObjectNode().put("name", "e");
            ObjectNode config = exporter.putObject("config")
                    .put("schema.registry.url", destination.url())
                    .put("basic.auth.credentials.source", "USER_INFO")
                    .put("basic.auth.user.info", "exporter:wrong");
            authority.stores("schema.registry.ssl.", null).forEach(config::put);

            // When
            rest.post("/exporters", exporter.toString());
            assertThat(ExporterProbe.awaitTrace(rest, "e"))
                    .contains("answered GET")
                    .contains("401");
            rest.put("/exporters/e/pause", "");
            config.put("basic.auth.user.info", "exporter:" + SECRET);
            Reply changed = rest.put("/exporters/e/config", config.toString());
            assertThat(changed.status()).as(changed.body()).isEqualTo(200);
            rest.put("/exporters/e/resume", "");
            ExporterProbe.awaitRunning(rest, "e");

            // Then
            RestCaller user = RestCaller.over(authority.client(null), destination.url(), "exporter", SECRET);
            assertThat(user.get("/subjects").body()).contains(":a\"");
            List<String> records = AuditTopic.records(auditTopic);
            assertThat(records)
                    .noneMatch(each -> each.contains(SECRET) || each.contains("wrong"))
                    .anyMatch(each -> each.contains("CREATE_EXPORTER") && each.contains("SUCCEEDED"))
                    .anyMatch(each -> each.contains("PAUSE_EXPORTER"))
                    .anyMatch(each -> each.contains("CHANGE_EXPORTER") && each.contains("[redacted]"))
                    .anyMatch(each -> each.contains("RESUME_EXPORTER"));
        }
    }
}
