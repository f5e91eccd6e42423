package io.millrace.connect.worker.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskConfigsTest {

    @Test
    void putsReferencesBackAlsoWithinLongerValues() {
        // Given
        Map<String, String> written = Map.of("password", "${file:f:k}", "short", "${file:f:s}", "plain", "secret99");
        Map<String, String> resolved = Map.of("password", "secret99", "short", "ab", "plain", "secret99");
        Map<String, String> made =
                Map.of("password", "secret99", "url", "db://u:secret99@h", "short", "ab", "text", "absent");

        // When
        List<Map<String, String>> complete = TaskConfigs.complete(List.of(made), "T", written, resolved);

        // Then
        assertThat(complete)
                .containsExactly(Map.of(
                        "password", "${file:f:k}",
                        "url", "db://u:${file:f:k}@h",
                        "short", "${file:f:s}",
                        "text", "absent",
                        "task.class", "T"));
    }

    @Test
    void leavesReferencesAloneThatContainWhatTheyStandFor() {
        // Given
        Map<String, String> written =
                Map.of("user", "${file:/opt/postgres/creds:user}", "password", "${file:/opt/postgres/creds:password}");
        Map<String, String> resolved = Map.of("user", "postgres", "password", "postgres-4711");
        Map<String, String> made =
                Map.of("user", "postgres", "password", "postgres-4711", "url", "db://postgres:postgres-4711@h");

        // When
        List<Map<String, String>> complete = TaskConfigs.complete(List.of(made), "T", written, resolved);

        // Then
        assertThat(complete)
                .containsExactly(Map.of(
                        "user", "${file:/opt/postgres/creds:user}",
                        "password", "${file:/opt/postgres/creds:password}",
                        "url", "db://${file:/opt/postgres/creds:user}:${file:/opt/postgres/creds:password}@h",
                        "task.class", "T"));
    }
}
