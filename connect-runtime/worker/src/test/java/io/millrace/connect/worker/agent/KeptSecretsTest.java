package io.millrace.connect.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.secrets.SecretKeys;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class KeptSecretsTest {

    private static final SecretKeys GUARDED = SecretKeys.defined(new ConfigDef()
            .define("pin", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, "")
            .configKeys());
    private static final SecretKeys CARELESS = SecretKeys.defined(Map.of());
    private static final Map<String, String> STORED = Map.of("pin", "4711", "url", "u", "db.password", "p");

    @Test
    void aSecretThatStaysUnderAClassThatKnowsNoneIsRefused() {
        // When
        var refusal = KeptSecrets.laidOpen(Map.of("connector.class", "Other"), STORED, GUARDED, STORED, CARELESS);

        // Then
        assertThat(refusal).isPresent();
        assertThat(refusal.get().getMessage()).contains("pin").doesNotContain("4711", "url", "db.password");
    }

    @Test
    void whatItsAuthorWritesOutOrLeavesOutIsHisAffair() {
        assertThat(KeptSecrets.laidOpen(Map.of("pin", "4711"), STORED, GUARDED, STORED, CARELESS))
                .isEmpty();
        assertThat(KeptSecrets.laidOpen(Map.of(), STORED, GUARDED, Map.of("url", "u"), CARELESS))
                .isEmpty();
        assertThat(KeptSecrets.laidOpen(Map.of("pin", "[hidden]"), STORED, GUARDED, STORED, GUARDED))
                .isEmpty();
        Map<String, String> referring = Map.of("pin", "${file:a:b}");
        assertThat(KeptSecrets.laidOpen(Map.of(), referring, GUARDED, referring, CARELESS))
                .isEmpty();
    }
}
