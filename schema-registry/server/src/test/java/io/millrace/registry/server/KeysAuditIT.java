package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.CapturedLog;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Changes of keys are written down, and their secrets are not. */
class KeysAuditIT {
    private static final String KEKS = "/dek-registry/v1/keks";
    private static final String SECRET = "c2VjcmV0bWF0ZXJpYWw=";

    private final String topic = SharedKafka.freshTopic();
    private final String auditTopic = "audit-" + UUID.randomUUID();

    @Test
    void writesChangesDownWithoutTheirSecrets() {
        try (CapturedLog log = CapturedLog.startAtInfo();
                RegistryServer server = RegistryServer.start(AuditTopic.properties(topic, auditTopic))) {
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
            List<String> records = AuditTopic.records(auditTopic);
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
