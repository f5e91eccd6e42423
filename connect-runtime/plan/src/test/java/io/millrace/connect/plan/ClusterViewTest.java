package io.millrace.connect.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.ConfigRecord.ConnectorConfigured;
import io.millrace.connect.plan.ConfigRecord.TargetStateSet;
import io.millrace.connect.plan.ConfigRecord.TaskConfigured;
import io.millrace.connect.plan.ConfigRecord.TasksCommitted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private static final Map<String, String> CONFIG = Map.of("k", "v");

    @Test
    void showsTasksOnlyOnceTheyAreCommitted() {
        // Given
        ClusterView view = replay(configured("c", CONFIG), task("c", 0, "a"), task("c", 1, "b"));

        // When
        ClusterView committed = view.apply(new TasksCommitted("c", 2));

        // Then
        assertThat(view.tasks()).isEmpty();
        assertThat(committed.tasks()).containsExactly(new TaskId("c", 0), new TaskId("c", 1));
        assertThat(committed.connector("c").orElseThrow().tasksOutdated()).isFalse();
    }

    @Test
    void keepsUnchangedTasksWhenACommitRewritesOnlySome() {
        // Given
        ClusterView view =
                replay(configured("c", CONFIG), task("c", 0, "a"), task("c", 1, "b"), new TasksCommitted("c", 2));

        // When
        ClusterView later = view.apply(task("c", 1, "B")).apply(new TasksCommitted("c", 2));

        // Then
        assertThat(later.connector("c").orElseThrow().tasks().configs())
                .isEqualTo(List.of(Map.of("t", "a"), Map.of("t", "B")));
    }

    @Test
    void callsACommitIncompleteWhenCompactionAteATask() {
        // Given
        ClusterView view = replay(configured("c", CONFIG), task("c", 1, "b"));

        // When
        ClusterView committed = view.apply(new TasksCommitted("c", 2));

        // Then
        assertThat(committed.tasks()).isEmpty();
        assertThat(committed.connector("c").orElseThrow().tasksOutdated()).isTrue();
    }

    @Test
    void asksForTasksAgainAfterTheConnectorsConfigurationChanged() {
        // Given
        ClusterView view = replay(configured("c", CONFIG), task("c", 0, "a"), new TasksCommitted("c", 1));

        // When
        ClusterView changed = view.apply(configured("c", Map.of("k", "other")));

        // Then
        assertThat(changed.connector("c").orElseThrow().tasksOutdated()).isTrue();
        assertThat(changed.tasks()).hasSize(1);
    }

    @Test
    void forgetsTasksAndTargetOfADeletedConnector() {
        // Given
        ClusterView view = replay(
                new TargetStateSet("c", Optional.of(TargetState.PAUSED)),
                configured("c", CONFIG),
                task("c", 0, "a"),
                new TasksCommitted("c", 1));

        // When
        ClusterView recreated =
                view.apply(new ConnectorConfigured("c", Optional.empty())).apply(configured("c", CONFIG));

        // Then
        assertThat(view.connector("c").orElseThrow().target()).isEqualTo(TargetState.PAUSED);
        assertThat(recreated.connector("c").orElseThrow().target()).isEqualTo(TargetState.STARTED);
        assertThat(recreated.tasks()).isEmpty();
    }

    @Test
    void readsTheTaskIndexAfterTheLastDash() {
        assertThat(TaskId.parse("a-1-b-12")).isEqualTo(new TaskId("a-1-b", 12));
    }

    private static ClusterView replay(ConfigRecord... records) {
        ClusterView view = ClusterView.EMPTY;
        for (ConfigRecord record : records) {
            view = view.apply(record);
        }
        return view;
    }

    private static ConfigRecord configured(String name, Map<String, String> config) {
        return new ConnectorConfigured(name, Optional.of(config));
    }

    private static ConfigRecord task(String connector, int task, String value) {
        return new TaskConfigured(new TaskId(connector, task), Map.of("t", value));
    }
}
