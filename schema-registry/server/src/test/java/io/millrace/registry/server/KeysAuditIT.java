package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.CapturedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Changes of keys are written down, and their secrets are not. */
class KeysAuditIT {
    private static final String KEKS = "/dek-registry/v1/keks";
    private static final String SECRET = "c2VjcmV0bWF0ZXJpYWw=";

    private final String topic = SharedKafka.freshTopic();
    private final String auditTopic = "audit-" + UUID.randomUUID();

    private List<String> written() {
        Map<String, Object> properties = Map.of("bootstrap.servers", SharedKafka.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(auditTopic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
                    records.add(each.value());
                }
            }
            return records;
        }
    }

    @Test
    void writesChangesDownWithoutTheirSecrets() {
        try (CapturedLog log = CapturedLog.startAtInfo();
                RegistryServer server = RegistryServer.start(Map.of(
                        "listeners",
                        "http://127.0.0.1:0",
                        "bootstrap.servers",
                        SharedKafka.bootstrapServers(),
                        "kafkastore.topic",
                        topic,
                        "dek.registry.topic",
                        KeysTopic.of(topic),
                        "audit.topic",
                        auditTopic,
                        "audit.timeout.ms",
                        "60000"))) {
            // Given
            RestCaller rest = new RestCaller(server.url());

            // When
            rest.post(
                    KEKS,
                    "{\"name\":\"k\",\"kmsType\":\"t\",\"kmsKeyId\":\"id-of-it\",\"kmsProps\":{\"p\":\"" + SECRET
                            + "\"}}");
            rest.post(KEKS + "/k/deks", "{\"subject\":\"s\",\"encryptedKeyMaterial\":\"" + SECRET + "\"}");
            rest.post(KEKS + "/k/deks", "{\"subject\":\"s\",\"keyMaterial\":\"" + SECRET + "\"}");
            rest.post(KEKS + "/k/deks", "{\"subject\":{\"keyMaterial\":\"" + SECRET + "\"}}");
            rest.post(KEKS + "/k/deks", "{\"encryptedKeyMaterial\":\"" + SECRET + "\"");
            rest.post(KEKS + "/k/deks", "\"" + SECRET + "\"");
            rest.delete(KEKS + "/k/deks/s");

            // Then
            List<String> records = written();
            assertThat(records).hasSize(14).noneMatch(each -> each.contains(SECRET));
            assertThat(records.get(1))
                    .contains("\"change\":\"CREATE_KEK\"", "\"outcome\":\"SUCCEEDED\"", "id-of-it", "[redacted]");
            assertThat(records.get(3)).contains("CREATE_DEK", "SUCCEEDED", "encryptedKeyMaterial", "[redacted]");
            assertThat(records.get(5)).contains("REFUSED", "42271");
            assertThat(records.get(13)).contains("DELETE_DEK", "SUCCEEDED");
            assertThat(log.lines()).isNotEmpty().noneMatch(each -> each.contains(SECRET));
        }
    }
}
