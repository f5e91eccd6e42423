package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.server.RestCaller.Reply;
import io.millrace.registry.server.audit.AuditLog;
import io.millrace.testing.Pause;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** The audit topic, over HTTP and from the topic. */
class AuditIT {
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final String INT = "\"int\"";

    private final String topic = SharedKafka.freshTopic();
    private final String auditTopic = "audit-" + UUID.randomUUID();

    private RegistryServer start(Map<String, String> more) {
        Map<String, String> properties = AuditTopic.properties(topic, auditTopic);
        properties.putAll(more);
        return RegistryServer.start(properties);
    }

    private List<JsonNode> written() {
        try {
            List<JsonNode> records = new ArrayList<>();
            for (String each : AuditTopic.records(auditTopic)) {
                records.add(RestCaller.JSON.readTree(each));
            }
            return records;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> shown(List<JsonNode> records) {
        return records.stream()
                .map(each -> each.path("change").asText() + " "
                        + each.path("outcome").asText(each.path("phase").asText()))
                .toList();
    }

    private static long count(RegistryServer server, String attribute) throws Exception {
        return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(AuditLog.name(server.url()), attribute);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()));
    }

    private void createUnwritable(Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic(auditTopic, 1, (short) 1).configs(Map.of("max.message.bytes", "10"))))
                .all()
                .get();
    }

    @Test
    void announcesEveryChangeAndSaysWhatCameOfIt() {
        try (RegistryServer server = start(Map.of())) {
            // Given
            RestCaller rest = new RestCaller(server.url());

            // When
            rest.register("s", INT);
            rest.register("s", "{");
            rest.post("/subjects/s/versions?dryRun=true", RestCaller.schemaBody("\"long\""));
            rest.get("/subjects/s/versions/1");
            rest.put("/config/s?dryRun=true", "{\"compatibility\":\"NONE\"}");
            rest.delete("/subjects/s/versions/1");
            rest.delete("/mode/s");

            // Then
            List<JsonNode> records = written();
            assertThat(shown(records))
                    .containsExactly(
                            "REGISTER_SCHEMA ATTEMPT",
                            "REGISTER_SCHEMA SUCCEEDED",
                            "REGISTER_SCHEMA ATTEMPT",
                            "REGISTER_SCHEMA REFUSED",
                            "SET_CONFIG ATTEMPT",
                            "SET_CONFIG SUCCEEDED",
                            "DELETE_VERSION ATTEMPT",
                            "DELETE_VERSION SUCCEEDED",
                            "DELETE_MODE ATTEMPT",
                            "DELETE_MODE REFUSED");
            JsonNode attempt = records.get(0);
            JsonNode outcome = records.get(1);
            assertThat(outcome.path("auditId")).isEqualTo(attempt.path("auditId"));
            assertThat(records.get(2).path("auditId")).isNotEqualTo(attempt.path("auditId"));
            assertThat(attempt.path("principal").asText()).isEqualTo("User:ANONYMOUS");
            assertThat(attempt.path("client").asText()).startsWith("127.0.0.1:");
            assertThat(attempt.path("node").asText()).isEqualTo(server.url());
            assertThat(attempt.path("path").path("subject").asText()).isEqualTo("s");
            assertThat(attempt.path("body").asText()).isEqualTo(RestCaller.schemaBody(INT));
            assertThat(attempt.path("bodySha256").asText()).hasSize(64);
            assertThat(attempt.path("time").asText()).startsWith("20");
            assertThat(outcome.path("result").path("version").asInt()).isEqualTo(1);
            assertThat(records.get(3).path("errorCode").asInt()).isEqualTo(42201);
        }
    }

    @Test
    void saysHowMuchOfABatchWasDone() {
        try (RegistryServer server = start(Map.of())) {
            // Given
            RestCaller rest = new RestCaller(server.url());
            String topic =
                    "{\"resourceName\":\"t\",\"resourceNamespace\":\"n\",\"resourceId\":\"i\",\"associations\":[%s]}";
            String made = topic.formatted("{\"opType\":\"CREATE\",\"schema\":{\"schema\":\"\\\"int\\\"\"}}");
            String refused = topic.formatted("{\"opType\":\"NONE\"}");

            // When
            rest.post("/associations:batchMutate", "{\"requests\":[" + made + "," + refused + "]}");
            rest.post("/associations:batchMutate", "{\"requests\":[" + refused + "]}");

            // Then
            List<JsonNode> records = written();
            assertThat(shown(records))
                    .containsExactly(
                            "CHANGE_ASSOCIATIONS ATTEMPT",
                            "CHANGE_ASSOCIATIONS PARTLY",
                            "CHANGE_ASSOCIATIONS ATTEMPT",
                            "CHANGE_ASSOCIATIONS REFUSED");
            assertThat(records.get(1).path("result").toString()).isEqualTo("{\"succeeded\":1,\"failed\":1}");
        }
    }

    /** Producers register what they use whenever they start. */
    @Test
    void writesNothingDownAboutWhatIsRegisteredAlready() {
        try (RegistryServer server = start(Map.of())) {
            // Given
            RestCaller rest = new RestCaller(server.url());
            rest.register("s", INT);

            // When
            assertThat(rest.register("s", INT).json().path("version").asInt()).isEqualTo(1);
            rest.register("s", "\"long\"");

            // Then
            assertThat(shown(written()))
                    .containsExactly(
                            "REGISTER_SCHEMA ATTEMPT",
                            "REGISTER_SCHEMA SUCCEEDED",
                            "REGISTER_SCHEMA ATTEMPT",
                            "REGISTER_SCHEMA SUCCEEDED");
        }
    }

    @Test
    void changesNothingThatItCannotWriteDownIfItMust() throws Exception {
        try (Admin admin = admin()) {
            createUnwritable(admin);
            try (RegistryServer server = start(Map.of())) {
                // When
                RestCaller rest = new RestCaller(server.url());
                Reply refused = rest.register("s", INT);

                // Then
                assertThat(refused.errorCode()).as(refused.body()).isEqualTo(50001);
                assertThat(refused.body()).contains("nothing was changed", auditTopic);
                assertThat(rest.get("/subjects").body()).isEqualTo("[]");
                assertThat(count(server, "RefusedChanges")).isEqualTo(1);

                // When
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, auditTopic);
                AlterConfigOp larger =
                        new AlterConfigOp(new ConfigEntry("max.message.bytes", "1000000"), AlterConfigOp.OpType.SET);
                admin.incrementalAlterConfigs(Map.of(resource, List.of(larger)))
                        .all()
                        .get();

                // Then
                long deadline = System.nanoTime() + PATIENCE_NANOS;
                while (rest.register("s", INT).status() != 200) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    Pause.betweenLooks();
                }
                assertThat(shown(written())).contains("REGISTER_SCHEMA SUCCEEDED");
            }
        }
    }

    @Test
    void goesOnAndCountsWhatItCannotWriteDownIfItNeedNot() throws Exception {
        try (Admin admin = admin()) {
            createUnwritable(admin);
            try (RegistryServer server = start(Map.of("audit.required", "false"))) {
                // When
                RestCaller rest = new RestCaller(server.url());

                // Then
                assertThat(rest.register("s", INT).status()).isEqualTo(200);
                assertThat(rest.get("/subjects").body()).isEqualTo("[\"s\"]");
                long deadline = System.nanoTime() + PATIENCE_NANOS;
                while (count(server, "Lost") != 1) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    Pause.betweenLooks();
                }
                assertThat(count(server, "Written")).isZero();
            }
        }
    }

    @Test
    void writesDownOnceWhatAFollowerHandsOn() {
        try (RegistryServer follower = start(Map.of());
                RegistryServer leader = start(Map.of())) {
            // Given
            RestCaller rest = new RestCaller(follower.url());
            new RestCaller(leader.url()).register("known", INT);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (rest.get("/subjects/known/versions/1").status() != 200) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Pause.betweenLooks();
            }

            // When
            assertThat(rest.register("s", INT).status()).isEqualTo(200);

            // Then
            List<JsonNode> all = written();
            assertThat(all).hasSize(4);
            List<JsonNode> records = all.subList(2, 4);
            assertThat(shown(records)).containsExactly("REGISTER_SCHEMA ATTEMPT", "REGISTER_SCHEMA SUCCEEDED");
            assertThat(records.get(0).path("node").asText()).isEqualTo(leader.url());
            assertThat(records.get(0).path("client").asText()).startsWith("127.0.0.1:");
            assertThat(records.get(0).path("forwardedBy").asText())
                    .startsWith("127.0.0.1:")
                    .isNotEqualTo(records.get(0).path("client").asText());
        }
    }
}
