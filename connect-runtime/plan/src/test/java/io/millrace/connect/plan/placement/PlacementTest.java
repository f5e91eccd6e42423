package io.millrace.connect.plan.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
        SortedMap<String, Work> before = Placement.byCount(cluster(4, 3), workers(2), Map.of());

        // When
        SortedMap<String, Work> after = Placement.byCount(cluster(5, 3), workers(2), before);

        // Then
        before.forEach((worker, work) -> assertThat(after.get(worker).tasks()).containsAll(work.tasks()));
    }

    @Test
    void spreadsTheTasksOfOneConnector() {
        // Given
        ClusterView view = cluster(1, 4);

        // When
        SortedMap<String, Work> placed = Placement.byCount(view, workers(4), Map.of());

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
            SortedMap<String, Work> placed = Placement.byCount(view, workers, running);

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
            assertThat(Placement.byCount(view, workers, placed)).isEqualTo(placed);
            running = placed;
        }
    }

    @Test
    void givesOnlyTheWorkOfADeadWorkerToOthers() {
        // Given
        SortedMap<String, Work> before = Placement.byCount(cluster(3, 4), workers(3), Map.of());

        // When
        SortedMap<String, Work> after = Placement.byCount(cluster(3, 4), workers(2), before);

        // Then
        after.forEach((worker, work) ->
                assertThat(work.tasks()).containsAll(before.get(worker).tasks()));
    }

    @Test
    void placesNewTasksWhereThereIsLeastToDo() {
        // Given
        ClusterView view = cluster(2, 1);
        SortedMap<String, Work> before = Placement.byCount(view, workers(2), Map.of());
        Loads loads = loads(Map.of("w0", Map.of(new TaskId("c0", 0), 900L), "w1", Map.of(new TaskId("c1", 0), 10L)));

        // When
        SortedMap<String, Work> after =
                Placement.byLoad(new Holds(cluster(3, 1), loads), workers(2), Collections.emptySortedSet(), before);

        // Then
        assertThat(after.get("w0").tasks()).containsExactly(new TaskId("c0", 0));
        assertThat(after.get("w1").tasks()).containsExactly(new TaskId("c1", 0), new TaskId("c2", 0));
    }

    @Test
    void doesNotGiveAllNewTasksToTheOneWithLeastToDo() {
        // Given
        ClusterView view = cluster(2, 1);
        SortedMap<String, Work> before = Placement.byCount(view, workers(2), Map.of());
        Loads loads = loads(Map.of("w0", Map.of(new TaskId("c0", 0), 400L), "w1", Map.of(new TaskId("c1", 0), 100L)));

        // When
        SortedMap<String, Work> after =
                Placement.byLoad(new Holds(cluster(8, 1), loads), workers(2), Collections.emptySortedSet(), before);

        // Then
        assertThat(after.get("w0").tasks()).hasSizeBetween(3, 4);
        assertThat(after.get("w1").tasks()).hasSizeBetween(4, 5);
    }

    @Test
    void placesByNumberWhileSomeWorkerDoesNotTellItsLoad() {
        // Given
        ClusterView view = cluster(2, 1);
        SortedMap<String, Work> before = Placement.byCount(view, workers(2), Map.of());
        Loads loads = loads(Map.of("w0", Map.of(new TaskId("c0", 0), 900L)));

        // When
        SortedMap<String, Work> after =
                Placement.byLoad(new Holds(cluster(4, 1), loads), workers(2), Collections.emptySortedSet(), before);

        // Then
        assertThat(after.get("w0").tasks()).hasSize(2);
        assertThat(after.get("w1").tasks()).hasSize(2);
    }

    @Test
    void movesNothingWhenConnectorsAreDeleted() {
        // Given
        SortedMap<String, Work> before = Placement.byCount(cluster(8, 3), workers(3), Map.of());
        ClusterView fewer = cluster(8, 3);
        for (int connector : List.of(0, 2, 3, 5, 6)) {
            fewer = fewer.apply(new ConfigRecord.ConnectorConfigured("c" + connector, Optional.empty()));
        }

        // When
        SortedMap<String, Work> after =
                Placement.byLoad(new Holds(fewer, Loads.NONE), workers(3), Collections.emptySortedSet(), before);

        // Then
        Set<TaskId> left = Set.copyOf(fewer.tasks());
        Set<String> leftConnectors = fewer.connectors();
        before.forEach((worker, work) -> {
            SortedSet<TaskId> tasks = new TreeSet<>(work.tasks());
            tasks.retainAll(left);
            SortedSet<String> connectors = new TreeSet<>(work.connectors());
            connectors.retainAll(leftConnectors);
            assertThat(after.get(worker)).isEqualTo(new Work(connectors, tasks));
        });
    }

    @Test
    void givesOneThatJoinsItsShareButNoTaskInItsSnapshot() {
        // Given
        ClusterView view = cluster(1, 6)
                .apply(new ConfigRecord.ConnectorConfigured("pinned", Optional.of(Map.of(Holds.MOVABLE_KEY, "false"))));
        view = view.apply(new ConfigRecord.TaskConfigured(new TaskId("pinned", 0), Map.of()))
                .apply(new ConfigRecord.TasksCommitted("pinned", 1, 9));
        SortedMap<String, Work> before = Placement.byCount(view, workers(1), Map.of());
        SortedMap<TaskId, TaskLoad> told = new TreeMap<>();
        for (int task = 1; task < 6; task++) {
            told.put(new TaskId("c0", task), new TaskLoad(1, 1, Optional.of(Hold.SNAPSHOT)));
        }
        Holds holds = new Holds(view, new Loads(Map.of("w0", new WorkerLoad(1, told))));

        // When
        SortedMap<String, Work> after = Placement.byLoad(holds, workers(2), new TreeSet<>(Set.of("w1")), before);
        SortedMap<String, Work> later = Placement.byLoad(holds, workers(2), Collections.emptySortedSet(), after);

        // Then
        assertThat(after.get("w1").tasks()).containsExactly(new TaskId("c0", 0));
        assertThat(after.get("w0").tasks()).hasSize(6);
        assertThat(later).isEqualTo(after);
        assertThat(Placement.byLoad(holds, new TreeSet<>(Set.of("w1")), Collections.emptySortedSet(), after)
                        .get("w1")
                        .tasks())
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void placesEachUnitOnceByLoadAndMovesOnlyToThoseThatJoin(long seed) {
        Random random = new Random(seed);
        SortedMap<String, Work> running = new TreeMap<>();
        for (int round = 0; round < 30; round++) {
            // Given
            ClusterView view = cluster(random.nextInt(8), random.nextInt(6));
            SortedSet<String> workers = workers(1 + random.nextInt(5));
            SortedSet<String> joined = new TreeSet<>(workers);
            joined.removeAll(running.keySet());
            Map<String, Map<TaskId, Long>> told = new TreeMap<>();
            running.forEach((worker, work) -> {
                Map<TaskId, Long> its = new TreeMap<>();
                work.tasks().forEach(task -> its.put(task, (long) random.nextInt(800)));
                told.put(worker, its);
            });

            // When
            Holds holds = new Holds(view, loads(told));
            SortedMap<String, Work> placed = Placement.byLoad(holds, workers, joined, running);

            // Then
            List<TaskId> tasks = new ArrayList<>();
            placed.values().forEach(work -> tasks.addAll(work.tasks()));
            assertThat(tasks).containsExactlyInAnyOrderElementsOf(view.tasks());
            for (String worker : workers) {
                SortedSet<TaskId> gone =
                        new TreeSet<>(running.getOrDefault(worker, Work.NONE).tasks());
                gone.removeAll(placed.get(worker).tasks());
                gone.retainAll(view.tasks());
                Set<TaskId> atJoined = new TreeSet<>();
                joined.forEach(each -> atJoined.addAll(placed.get(each).tasks()));
                assertThat(atJoined).containsAll(gone);
            }
            assertThat(Placement.byLoad(holds, workers, Collections.emptySortedSet(), placed))
                    .isEqualTo(placed);
            running = placed;
        }
    }

    private static Loads loads(Map<String, Map<TaskId, Long>> told) {
        Map<String, WorkerLoad> workers = new TreeMap<>();
        told.forEach((worker, its) -> {
            SortedMap<TaskId, TaskLoad> tasks = new TreeMap<>();
            its.forEach((task, load) -> tasks.put(task, new TaskLoad(load, 1_000, Optional.empty())));
            workers.put(worker, new WorkerLoad(1, tasks));
        });
        return new Loads(workers);
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
