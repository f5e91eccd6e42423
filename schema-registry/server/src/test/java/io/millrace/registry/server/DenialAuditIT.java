package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.server.audit.AuditLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes to which a caller has no right, in the audit topic. */
class DenialAuditIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String INT = "\"int\"";

    @TempDir
    static Path folder;

    private static JudgedRegistries registries;

    private final String auditTopic = "audit-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        registries = new JudgedRegistries(folder);
    }

    @AfterAll
    static void close() {
        if (registries != null) {
            registries.close();
        }
    }

    private RegistryServer registry(String... more) {
        Map<String, String> properties = new LinkedHashMap<>(Map.of("audit.topic", auditTopic));
        Stream.of(more).map(each -> each.split("=")).forEach(each -> properties.put(each[0], each[1]));
        return registries.start(properties);
    }

    /** Waits until there are so many records that say an outcome. */
    private List<JsonNode> outcomes(int count) throws IOException {
        Map<String, Object> properties = Map.of("bootstrap.servers", registries.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(auditTopic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<JsonNode> outcomes = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (outcomes.size() < count) {
                assertThat(System.nanoTime()).as("only %s", outcomes).isLessThan(deadline);
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode record = RestCaller.JSON.readTree(each.value());
                    if (record.path("phase").asText().equals("OUTCOME")) {
                        outcomes.add(record);
                    }
                }
            }
            return outcomes;
        }
    }

    private static String shown(JsonNode record) {
        return Stream.of("principal", "change", "outcome", "status", "errorCode")
                        .map(each -> record.path(each).asText())
                        .reduce((left, right) -> left + " " + right)
                        .orElseThrow()
                + " " + record.path("path");
    }

    private static long count(RegistryServer server, String attribute) throws Exception {
        return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(AuditLog.name(server.url()), attribute);
    }

    @Test
    void saysWhoWasRefusedWhatFromWhere() throws Exception {
        try (RegistryServer registry = registry()) {
            // Given
            RestCaller ann = JudgedRegistries.ann(registry);
            assertThat(JudgedRegistries.root(registry)
                            .register("theirs-value", INT)
                            .status())
                    .isEqualTo(200);
            registries.allow(AclOperation.WRITE, "mine");
            registries.settle(registry);

            // When
            assertThat(ann.get("/subjects/theirs-value/versions").status())
                    .as("a question is no change")
                    .isEqualTo(403);
            assertThat(ann.post("/subjects/theirs-value/versions?dryRun=true", RestCaller.schemaBody(INT))
                            .status())
                    .isEqualTo(403);
            assertThat(ann.register("theirs-value", INT).status()).isEqualTo(403);
            assertThat(ann.delete("/subjects/theirs-value").status()).isEqualTo(403);
            assertThat(ann.put("/config", "{\"compatibility\":\"NONE\"}").status())
                    .isEqualTo(403);
            assertThat(ann.post(
                                    "/subjects/mine-value/versions",
                                    "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"p\","
                                            + "\"subject\":\"theirs-value\",\"version\":1}]}")
                            .status())
                    .isEqualTo(403);
            assertThat(ann.register("mine-value", INT).status()).isEqualTo(200);

            // Then
            List<JsonNode> all = outcomes(6);
            assertThat(all.stream().map(DenialAuditIT::shown))
                    .containsExactlyInAnyOrder(
                            "User:root REGISTER_SCHEMA SUCCEEDED 200  {\"subject\":\"theirs-value\"}",
                            "User:ann REGISTER_SCHEMA REFUSED 403 40301 {\"subject\":\"theirs-value\"}",
                            "User:ann DELETE_SUBJECT REFUSED 403 40301 {\"subject\":\"theirs-value\"}",
                            "User:ann SET_CONFIG REFUSED 403 40301 {}",
                            "User:ann REGISTER_SCHEMA REFUSED 403 40301 {\"subject\":\"mine-value\"}",
                            "User:ann REGISTER_SCHEMA SUCCEEDED 200  {\"subject\":\"mine-value\"}");
            JsonNode refused = all.stream()
                    .filter(each -> each.path("change").asText().equals("DELETE_SUBJECT"))
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.path("client").asText()).startsWith("127.0.0.1:");
            assertThat(refused.path("node").asText()).isEqualTo(registry.url());
            assertThat(refused.path("message").asText()).contains("DELETE", "theirs");
        }
    }

    /** So that whoever asks again and again does not fill the topic. */
    @Test
    void countsThoseThatAreTooMany() throws Exception {
        try (RegistryServer registry = registry("audit.denied.per.minute=0", "audit.required=false")) {
            RestCaller ann = JudgedRegistries.ann(registry);
            for (int i = 0; i < 3; i++) {
                assertThat(ann.register("theirs-value", INT).status()).isEqualTo(403);
            }
            assertThat(JudgedRegistries.root(registry)
                            .register("other-value", INT)
                            .status())
                    .isEqualTo(200);
            assertThat(outcomes(1).stream().map(DenialAuditIT::shown))
                    .containsExactly("User:root REGISTER_SCHEMA SUCCEEDED 200  {\"subject\":\"other-value\"}");
            assertThat(count(registry, "LostDenials")).isEqualTo(3);
        }
    }
}
