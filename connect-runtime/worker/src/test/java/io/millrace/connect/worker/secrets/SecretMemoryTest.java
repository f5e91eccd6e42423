package io.millrace.connect.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.secrets.SecretKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SecretMemoryTest {

    private final SecretMemory memory = new SecretMemory();
    private final Map<String, String> vault = new LinkedHashMap<>();
    private final UnaryOperator<Map<String, String>> remembering = memory.remembering(
            config -> {
                Map<String, String> resolved = new LinkedHashMap<>(config);
                resolved.replaceAll((key, value) -> {
                    String text = value;
                    for (Map.Entry<String, String> each : vault.entrySet()) {
                        text = text.replace("${vault:" + each.getKey() + "}", each.getValue());
                    }
                    return text;
                });
                return resolved;
            },
            config -> SecretKeys.defined(Map.of()));

    private static Map<String, String> config(String key, String value) {
        return Map.of("name", "c", "connector.class", "C", key, value);
    }

    private void remember(Map<String, String> config) {
        var unused = remembering.apply(config);
    }

    @Test
    void aPasswordWithinALongerValueIsASecretByItself() {
        // Given
        vault.put("user", "carol");
        vault.put("word", "s3cr3t");

        // When
        remember(config("url", "db://${vault:user}:${vault:word}@host"));

        // Then
        assertThat(memory.redacted("c", "login of carol with s3cr3t refused, or db://carol:s3cr3t@host"))
                .isEqualTo("login of [hidden] with [hidden] refused, or [hidden]");
    }

    @Test
    void spacesAroundASecretHideItFromNobody() {
        // Given
        vault.put("user", "carol");
        vault.put("word", "s3cr3t");

        // When
        remember(config("pair", "${vault:user}${vault:word} "));

        // Then
        assertThat(memory.redacted("c", "[carols3cr3t] [carol] [s3cr3t]"))
                .isEqualTo("[[hidden]] [[hidden]] [[hidden]]");
    }

    @Test
    void aSecretThatWasReplacedIsStillOne() {
        // Given
        for (int i = 0; i < 5; i++) {
            remember(config("db.password", "word-" + i));
            remember(config("db.password", "word-" + i));
        }

        // Then
        for (int i = 0; i < 5; i++) {
            assertThat(memory.redacted("c", "with word-" + i + " in vain")).isEqualTo("with [hidden] in vain");
        }

        // When
        remember(config("db.password", "word-5"));

        // Then
        assertThat(memory.redacted("c", "word-0 word-1 word-5")).isEqualTo("word-0 [hidden] [hidden]");
        memory.forget("c");
        assertThat(memory.redacted("c", "word-5")).isEqualTo("word-5");
    }
}
