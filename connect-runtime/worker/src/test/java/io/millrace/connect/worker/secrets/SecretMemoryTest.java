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
    }

    @Test
    void whatIsSaidAboutNobodyTellsTheSecretOfNobody() {
        // Given
        vault.put("word", "s3cr3t");
        remember(config("password", "${vault:word}"));
        vault.put("word", "t0psecret");
        remember(Map.of("name", "d", "connector.class", "C", "password", "${vault:word}"));

        // When, Then
        assertThat(memory.ofAll().text("neither s3cr3t nor t0psecret")).isEqualTo("neither [hidden] nor [hidden]");
        assertThat(memory.of("d").text("s3cr3t, t0psecret")).isEqualTo("s3cr3t, [hidden]");
    }

    private void rememberAndDepart(int connector) {
        remember(Map.of("name", "c" + connector, "connector.class", "C", "db.password", "s3cr3t-" + connector));
        memory.depart("c" + connector);
    }

    private boolean remembered(int connector) {
        return memory.redacted("c" + connector, "s3cr3t-" + connector).equals("[hidden]");
    }

    @Test
    void aDeletedConnectorIsRememberedForAWhileAsItsTasksStillEnd() {
        // Given
        for (int connector = 0; connector < SecretMemory.DEPARTED_MAX; connector++) {
            rememberAndDepart(connector);
        }
        assertThat(remembered(0)).isTrue();

        // When the first is created again, and others are deleted
        remember(Map.of("name", "c0", "connector.class", "C", "db.password", "s3cr3t-0"));
        memory.depart("never resolved here");
        rememberAndDepart(SecretMemory.DEPARTED_MAX);
        rememberAndDepart(SecretMemory.DEPARTED_MAX + 1);

        // Then
        assertThat(remembered(0)).isTrue();
        assertThat(remembered(1)).isFalse();
        assertThat(remembered(2)).isTrue();
    }
}
