package io.millrace.connect.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.ConfigRecord.ConnectorConfigured;
import io.millrace.connect.plan.ConfigRecord.TargetStateSet;
import io.millrace.connect.plan.ConfigRecord.TaskConfigured;
import io.millrace.connect.plan.ConfigRecord.TasksCommitted;
import io.millrace.connect.plan.ConfigRecord.TasksFenced;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private static final Map<String, String> CONFIG = Map.of("k", "v");

    @Test
    void showsTasksOnlyOnceTheyAreCommitted() {
        // Given
        ClusterView view = replay(configured("c", CONFIG), task("c", 0, "a"), task("c", 1, "b"));

        // When
        ClusterView committed = view.apply(new TasksCommitted("c", 2, 7));

        // Then
        assertThat(view.tasks()).isEmpty();
        assertThat(committed.tasks()).containsExactly(new TaskId("c", 0), new TaskId("c", 1));
        assertThat(committed.connector("c").orElseThrow().tasksOutdated()).isFalse();
    }

    @Test
    void keepsUnchangedTasksWhenACommitRewritesOnlySome() {
        // Given
        ClusterView view =
                replay(configured("c", CONFIG), task("c", 0, "a"), task("c", 1, "b"), new TasksCommitted("c", 2, 7));

        // When
        ClusterView later = view.apply(task("c", 1, "B")).apply(new TasksCommitted("c", 2, 7));

        // Then
        assertThat(later.connector("c").orElseThrow().tasks().configs())
                .isEqualTo(List.of(Map.of("t", "a"), Map.of("t", "B")));
    }

    @Test
    void callsACommitIncompleteWhenCompactionAteATask() {
        // Given
        ClusterView view = replay(configured("c", CONFIG), task("c", 1, "b"));

        // When
        ClusterView committed = view.apply(new TasksCommitted("c", 2, 7));

        // Then
        assertThat(committed.tasks()).isEmpty();
        assertThat(committed.connector("c").orElseThrow().tasksOutdated()).isTrue();
    }

    @Test
    void asksForTasksAgainAfterTheConnectorsConfigurationChanged() {
        // Given
        ClusterView view = replay(configured("c", CONFIG), task("c", 0, "a"), new TasksCommitted("c", 1, 7));

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
                new TasksCommitted("c", 1, 7));

        // When
        ClusterView recreated =
                view.apply(new ConnectorConfigured("c", Optional.empty())).apply(configured("c", CONFIG));

        // Then
        assertThat(view.connector("c").orElseThrow().target()).isEqualTo(TargetState.PAUSED);
        assertThat(recreated.connector("c").orElseThrow().target()).isEqualTo(TargetState.STARTED);
        assertThat(recreated.tasks()).isEmpty();
    }

    @Test
    void waitsForTheFencingOfEachNewGeneration() {
        // Given
        ClusterView view = replay(
                configured("c", CONFIG),
                task("c", 0, "a"),
                new TasksCommitted("c", 1, 3),
                new TasksFenced("c", 1, OptionalLong.of(3)));

        // When
        ClusterView later = view.apply(task("c", 1, "b")).apply(new TasksCommitted("c", 2, 6));

        // Then
        assertThat(view.connector("c").orElseThrow().fenced()).isTrue();
        assertThat(later.connector("c").orElseThrow().fenced()).isFalse();
        assertThat(later.connector("c").orElseThrow().fencing()).isEqualTo(new Fencing(3, 1));
        assertThat(later.apply(new TasksFenced("c", 2, OptionalLong.of(6)))
                        .connector("c")
                        .orElseThrow()
                        .fenced())
                .isTrue();
    }

    @Test
    void takesNoFencingOfAGenerationBeforeTheOneThatIsFenced() {
        // Given
        ClusterView view = replay(
                configured("c", CONFIG),
                task("c", 0, "a"),
                new TasksCommitted("c", 1, 6),
                new TasksFenced("c", 1, OptionalLong.of(6)));

        // When
        ClusterView late = view.apply(new TasksFenced("c", 9, OptionalLong.of(3)));

        // Then
        assertThat(late.connector("c").orElseThrow().fencing()).isEqualTo(new Fencing(6, 1));
    }

    @Test
    void takesAStockWorkersFencingForTheGenerationBeforeIt() {
        // Given
        ClusterView committed = replay(configured("c", CONFIG), task("c", 0, "a"), new TasksCommitted("c", 1, 3));

        // When
        ClusterView fenced = committed.apply(new TasksFenced("c", 1, OptionalLong.empty()));
        ClusterView later = fenced.apply(new TasksCommitted("c", 1, 9));

        // Then
        assertThat(committed.connector("c").orElseThrow().fenced()).isFalse();
        assertThat(fenced.connector("c").orElseThrow().fenced()).isTrue();
        assertThat(later.connector("c").orElseThrow().fenced()).isFalse();
    }

    @Test
    void takesAStockWorkersFencingBeforeACompactedCommitForNone() {
        // Given
        ClusterView view = replay(
                new TasksFenced("c", 4, OptionalLong.empty()),
                configured("c", CONFIG),
                task("c", 0, "a"),
                new TasksCommitted("c", 1, 9));

        // Then
        assertThat(view.connector("c").orElseThrow().fenced()).isFalse();
        assertThat(view.connector("c").orElseThrow().fencing().taskCount()).isEqualTo(4);
    }

    @Test
    void remembersWhatToFenceOfADeletedConnector() {
        // Given
        ClusterView view = replay(
                configured("c", CONFIG),
                task("c", 0, "a"),
                new TasksCommitted("c", 1, 3),
                new TasksFenced("c", 1, OptionalLong.of(3)));

        // When
        ClusterView recreated =
                view.apply(new ConnectorConfigured("c", Optional.empty())).apply(configured("c", CONFIG));

        // Then
        assertThat(recreated.connector("c").orElseThrow().fenced()).isFalse();
        assertThat(recreated.connector("c").orElseThrow().fencing().taskCount()).isEqualTo(1);
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
