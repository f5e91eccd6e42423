package io.millrace.connect.plan.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceTest {

    /** Of {@link TestingCluster#POLICY}: ticks of a window, and of an interval. */
    private static final int WINDOW = 10;

    private static final int INTERVAL = 30;

    private final TestingCluster cluster = new TestingCluster(2);

    @Test
    void movesATaskFromAWorkerThatIsUsedMoreForAWholeWindow() {
        // Given
        TaskId heavy = cluster.add(0, 500);
        TaskId light = cluster.add(1, 300);
        cluster.put("w0", heavy, light);
        cluster.put("w1", cluster.add(2, 10));

        // When
        cluster.run(2 * WINDOW);

        // Then
        assertThat(cluster.moved).isEmpty();

        // When
        cluster.run(2);

        // Then
        assertThat(cluster.moved)
                .containsExactly(
                        new Move(light, "w0", "w1", cluster.moved.get(0).atMs(), 300, 800, 10));
        assertThat(cluster.workerOf(light)).isEqualTo("w1");
        assertThat(cluster.workerOf(heavy)).isEqualTo("w0");
    }

    @Test
    void movesNothingForALoadThatPasses() {
        // Given
        TaskId heavy = cluster.add(0, 0);
        cluster.put("w0", heavy, cluster.add(1, 50));
        cluster.put("w1", cluster.add(2, 10));
        cluster.run(3 * WINDOW);

        // When
        for (int times = 0; times < 20; times++) {
            cluster.costs.put(heavy, 900L);
            cluster.run(WINDOW - 2);
            cluster.costs.put(heavy, 50L);
            cluster.run(2);
        }

        // Then
        assertThat(cluster.moved).isEmpty();
    }

    @Test
    void movesNothingThatWouldOnlyMakeAnotherWorkerTheBusyOne() {
        // Given
        cluster.put("w0", cluster.add(0, 900), cluster.add(1, 15));
        cluster.put("w1", cluster.add(2, 10));

        // When
        cluster.run(10 * INTERVAL);

        // Then
        assertThat(cluster.moved).isEmpty();
    }

    @Test
    void neverMovesATaskInItsSnapshotUnlessItsWorkerIsGone() {
        // Given
        TaskId snapshot = cluster.add(0, 500);
        TaskId pinned = cluster.add(1, 400, Map.of(Holds.MOVABLE_KEY, "false"));
        cluster.holds.put(snapshot, Hold.SNAPSHOT);
        cluster.put("w0", snapshot, pinned);
        cluster.put("w1", cluster.add(2, 10));

        // When
        cluster.run(10 * INTERVAL);

        // Then
        assertThat(cluster.moved).isEmpty();

        // When
        cluster.workers.remove("w0");
        cluster.run(1);

        // Then
        assertThat(cluster.workerOf(snapshot)).isEqualTo("w1");
        assertThat(cluster.workerOf(pinned)).isEqualTo("w1");

        // When
        cluster.workers.add("w0");
        cluster.run(10 * INTERVAL);

        // Then
        assertThat(cluster.workerOf(snapshot)).isEqualTo("w1");
        assertThat(cluster.workerOf(pinned)).isEqualTo("w1");

        // When
        cluster.holds.clear();
        cluster.run(10 * INTERVAL);

        // Then
        assertThat(cluster.workerOf(snapshot)).isEqualTo("w0");
        assertThat(cluster.workerOf(pinned)).isEqualTo("w1");
    }

    @Test
    void movesNothingWhileAWorkerDoesNotTellItsLoad() {
        // Given
        cluster.put("w0", cluster.add(0, 500), cluster.add(1, 400));
        cluster.put("w1", cluster.add(2, 10));
        cluster.silent.add("w1");

        // When
        cluster.run(10 * INTERVAL);

        // Then
        assertThat(cluster.moved).isEmpty();

        // When
        cluster.silent.clear();
        cluster.run(10 * INTERVAL);

        // Then
        assertThat(cluster.moved).hasSize(1);
    }

    @Test
    void movesNothingThatHasNotRunForAWindow() {
        // Given
        // That of which the move would bring more, if it could be trusted.
        TaskId restarting = cluster.add(0, 480);
        TaskId other = cluster.add(1, 520);
        cluster.put("w0", restarting, other);
        cluster.put("w1", cluster.add(2, 10));

        // When
        for (int tick = 0; tick < 4 * WINDOW; tick++) {
            cluster.restart(restarting);
            cluster.run(1);
        }

        // Then
        assertThat(cluster.moved).extracting(Move::task).containsExactly(other);
    }

    @Test
    void movesNothingForAWindowAfterAChangeOfLeader() {
        // Given
        cluster.put("w0", cluster.add(0, 500), cluster.add(1, 400));
        cluster.put("w1", cluster.add(2, 10));

        // When
        for (int leader = 0; leader < 20; leader++) {
            cluster.changeLeader();
            cluster.run(WINDOW - 1);
        }

        // Then
        assertThat(cluster.moved).isEmpty();
    }

    @Test
    void doesNothingWhenThereMayBeNoMoves() {
        // Given
        cluster.policy = new BalancePolicy(true, 200, 10_000, 0, 30_000);
        cluster.put("w0", cluster.add(0, 500), cluster.add(1, 400));
        cluster.put("w1", cluster.add(2, 10));

        // When
        cluster.run(10 * INTERVAL);

        // Then
        assertThat(cluster.moved).isEmpty();
    }

    @Test
    void countsAWorkerByHowMuchOfItselfItUses() {
        // Given
        cluster.processors = 8;
        cluster.put("w0", cluster.add(0, 700), cluster.add(1, 700));
        cluster.put("w1", cluster.add(2, 10));

        // When
        cluster.run(10 * INTERVAL);

        // Then
        assertThat(cluster.moved).isEmpty();
    }

    @Test
    void movesNoMoreThanIsAllowedWithinAnInterval() {
        // Given
        cluster.policy = new BalancePolicy(true, 200, 10_000, 1, 30_000);
        for (int task = 0; task < 20; task++) {
            cluster.put("w0", cluster.add(task, 40));
        }
        cluster.put("w1");

        // When
        cluster.run(20 * INTERVAL);

        // Then
        List<Long> times = cluster.moved.stream().map(Move::atMs).toList();
        assertThat(times).hasSizeGreaterThan(4);
        for (int move = 1; move < times.size(); move++) {
            assertThat(times.get(move) - times.get(move - 1)).isGreaterThanOrEqualTo(30_000);
        }
    }

    @Test
    void countsTheMovesOfALeaderBeforeIt() {
        // Given
        cluster.policy = new BalancePolicy(true, 200, 10_000, 1, 30_000);
        for (int task = 0; task < 20; task++) {
            cluster.put("w0", cluster.add(task, 40));
        }
        cluster.put("w1");

        // When
        for (int leader = 0; leader < 40; leader++) {
            cluster.changeLeader();
            cluster.run(2 * WINDOW + 2);
        }

        // Then
        List<Long> times = cluster.moved.stream().map(Move::atMs).toList();
        assertThat(times).hasSizeGreaterThan(4);
        for (int move = 1; move < times.size(); move++) {
            assertThat(times.get(move) - times.get(move - 1)).isGreaterThanOrEqualTo(30_000);
        }
    }

    @Test
    void forgetsTheMovesOfTasksThatAreDeleted() {
        // Given
        TaskId light = cluster.add(1, 300);
        cluster.put("w0", cluster.add(0, 500), light);
        cluster.put("w1", cluster.add(2, 10));
        cluster.run(3 * WINDOW);
        assertThat(cluster.assignment.moves()).extracting(Move::task).containsExactly(light);

        // When
        cluster.delete(light);
        cluster.run(1);

        // Then
        assertThat(cluster.assignment.moves()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void comesToRestWithSteadyLoads(long seed) {
        // Given
        TestingCluster any = randomCluster(seed);

        // When
        any.run(60 * INTERVAL);
        int moves = any.moved.size();
        any.run(20 * INTERVAL);

        // Then
        assertThat(any.moved).hasSize(moves);
        assertThat(moves).isLessThanOrEqualTo(2 * any.costs.size());
        long least = any.workers.stream().mapToLong(any::used).min().orElseThrow();
        for (String worker : any.workers) {
            long used = any.used(worker);
            boolean helped = used - least >= 200
                    && any.assignment.of(worker).tasks().stream()
                            .filter(task -> !any.holds.containsKey(task))
                            .anyMatch(task ->
                                    Math.max(used - any.costs.get(task), least + any.costs.get(task)) <= used - 20);
            assertThat(helped)
                    .as("a move would help %s, which uses %s, the least %s", worker, used, least)
                    .isFalse();
        }
        any.moved.forEach(move -> assertThat(any.holds).doesNotContainKey(move.task()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void doesNotSendTasksToAndFroWhenFiguresTremble(long seed) {
        // Given
        TestingCluster any = randomCluster(seed);
        any.noise = 10;

        // When
        any.run(80 * INTERVAL);

        // Then
        Map<TaskId, Long> last = new HashMap<>();
        any.moved.forEach(move -> {
            Long before = last.put(move.task(), move.atMs());
            assertThat(before == null || move.atMs() - before >= 6 * 30_000)
                    .as("%s moved twice", move.task())
                    .isTrue();
        });
        assertThat(any.moved.size()).isLessThanOrEqualTo(2 * any.costs.size());
        any.moved.forEach(move -> assertThat(any.holds).doesNotContainKey(move.task()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void movesNothingElseWhenConnectorsComeAndGo(long seed) {
        // Given
        TestingCluster any = randomCluster(seed);
        any.policy = new BalancePolicy(true, 200, 10_000, 0, 30_000);
        any.run(WINDOW);
        int number = 1_000;
        for (int round = 0; round < 50; round++) {
            SortedMap<String, Work> before = any.assignment.work();

            // When
            if (any.random.nextBoolean()) {
                any.add(number++, any.random.nextInt(300));
            } else if (!any.costs.isEmpty()) {
                any.delete(any.costs.lastKey());
            }
            any.run(1);

            // Then
            before.forEach((worker, work) -> work.tasks().stream()
                    .filter(any.costs::containsKey)
                    .forEach(task -> assertThat(any.workerOf(task)).isEqualTo(worker)));
        }
    }

    private static TestingCluster randomCluster(long seed) {
        TestingCluster any = new TestingCluster(2 + (int) (seed % 4));
        any.random.setSeed(seed);
        List<String> workers = List.copyOf(any.workers);
        for (int number = 0; number < 5 + any.random.nextInt(20); number++) {
            TaskId task = any.add(number, any.random.nextInt(400));
            if (any.random.nextInt(5) == 0) {
                any.holds.put(task, any.random.nextBoolean() ? Hold.SNAPSHOT : Hold.STARTING);
            }
            any.put(workers.get(any.random.nextInt(workers.size())), task);
        }
        return any;
    }
}
