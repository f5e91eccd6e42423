package io.millrace.connect.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.secrets.SecretsInUse.Use;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretsInUseTest {

    private static final TaskId TASK = new TaskId("c", 0);

    private final SecretsInUse secrets = new SecretsInUse(written -> {
        Map<String, String> resolved = new HashMap<>(written);
        resolved.replaceAll((key, value) -> value == null ? null : value.replace("${file:word}", "canary"));
        return resolved;
    });

    @Test
    void keepsReferencesAndNoValues() {
        // When
        secrets.ofConnector(Instance.of("c"), config("${file:word}"));
        secrets.ofTask(TASK, config("${file:word}"), Map.of("url", "db://${file:word}@host"));

        // Then
        assertThat(secrets.all()).hasSize(2);
        assertThat(secrets.all().toString()).contains("${file:word}").doesNotContain("canary", "plain");
    }

    @Test
    void tellsOnlyOtherValuesApart() {
        // Given
        secrets.ofConnector(Instance.of("c"), config("${file:word}"));
        Use use = secrets.all().values().iterator().next();

        // Then
        assertThat(secrets.changed(use, Map.of("password", "canary", "other", "x")))
                .isFalse();
        assertThat(secrets.changed(use, Map.of("password", "canarY"))).isTrue();
    }

    @Test
    void watchesNothingWithoutReferencesOrByWish() {
        // Given
        secrets.ofTask(TASK, config("${file:word}"), Map.of("url", "${file:word}"));

        // When
        Map<String, String> unwatched = config("${file:word}");
        unwatched.put("config.action.reload", "none");
        secrets.ofTask(TASK, unwatched, Map.of("url", "${file:word}"));
        secrets.ofConnector(Instance.of("plain"), config("literal"));

        // Then
        assertThat(secrets.all()).isEmpty();
    }

    @Test
    void forgetsWhatIsNotHereAnyMore() {
        // Given
        secrets.ofConnector(Instance.of("c"), config("${file:word}"));
        secrets.ofConnector(Instance.of(TASK), config("${file:word}"));

        // When
        secrets.retain(Set.of(Instance.of(TASK)));

        // Then
        assertThat(secrets.all().keySet()).allMatch(place -> place.instance().equals(Instance.of(TASK)));
        assertThat(secrets.all()).hasSize(1);
    }

    private static Map<String, String> config(String password) {
        Map<String, String> config = new HashMap<>();
        config.put("password", password);
        config.put("mode", "plain");
        config.put("nothing", null);
        return config;
    }
}
