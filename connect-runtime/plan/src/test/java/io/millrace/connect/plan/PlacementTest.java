package io.millrace.connect.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {

    @Test
    void movesNothingWhenAConnectorIsAdded() {
        // Given
        SortedMap<String, Work> before = Placement.place(cluster(4, 3), workers(2), Map.of());

        // When
        SortedMap<String, Work> after = Placement.place(cluster(5, 3), workers(2), before);

        // Then
        before.forEach((worker, work) -> assertThat(after.get(worker).tasks()).containsAll(work.tasks()));
    }

    @Test
    void spreadsTheTasksOfOneConnector() {
        // Given
        ClusterView view = cluster(1, 4);

        // When
        SortedMap<String, Work> placed = Placement.place(view, workers(4), Map.of());

        // Then
        assertThat(placed.values()).allSatisfy(work -> assertThat(work.tasks()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void placesEachUnitOnceEvenlyAndStandsStillAfterwards(long seed) {
        Random random = new Random(seed);
        SortedMap<String, Work> running = new TreeMap<>();
        for (int round = 0; round < 30; round++) {
            // Given
            ClusterView view = cluster(random.nextInt(8), random.nextInt(6));
            SortedSet<String> workers = workers(1 + random.nextInt(5));

            // When
            SortedMap<String, Work> placed = Placement.place(view, workers, running);

            // Then
            List<TaskId> tasks = new ArrayList<>();
            placed.values().forEach(work -> tasks.addAll(work.tasks()));
            assertThat(tasks).containsExactlyInAnyOrderElementsOf(view.tasks());
            int most = placed.values().stream()
                    .mapToInt(work -> work.tasks().size())
                    .max()
                    .orElseThrow();
            int least = placed.values().stream()
                    .mapToInt(work -> work.tasks().size())
                    .min()
                    .orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
            assertThat(Placement.place(view, workers, placed)).isEqualTo(placed);
            running = placed;
        }
    }

    @Test
    void givesOnlyTheWorkOfADeadWorkerToOthers() {
        // Given
        SortedMap<String, Work> before = Placement.place(cluster(3, 4), workers(3), Map.of());

        // When
        SortedMap<String, Work> after = Placement.place(cluster(3, 4), workers(2), before);

        // Then
        after.forEach((worker, work) ->
                assertThat(work.tasks()).containsAll(before.get(worker).tasks()));
    }

    private static SortedSet<String> workers(int count) {
        SortedSet<String> workers = new TreeSet<>();
        for (int worker = 0; worker < count; worker++) {
            workers.add("w" + worker);
        }
        return workers;
    }

    private static ClusterView cluster(int connectors, int tasksEach) {
        ClusterView view = ClusterView.EMPTY;
        for (int connector = 0; connector < connectors; connector++) {
            String name = "c" + connector;
            view = view.apply(new ConfigRecord.ConnectorConfigured(name, Optional.of(Map.of())));
            for (int task = 0; task < tasksEach; task++) {
                view = view.apply(new ConfigRecord.TaskConfigured(new TaskId(name, task), Map.of()));
            }
            view = view.apply(new ConfigRecord.TasksCommitted(name, tasksEach, tasksEach));
        }
        return view;
    }
}
