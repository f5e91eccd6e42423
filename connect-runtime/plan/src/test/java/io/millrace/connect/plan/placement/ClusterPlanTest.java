package io.millrace.connect.plan.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {

    private static final TaskId TASK = new TaskId("t0", 0);

    @Test
    void remembersForWhomATaskIsMeantUntilItsHolderLetsGo() {
        // Given
        TestingCluster cluster = new TestingCluster(3);
        cluster.add(0, 500);
        Assignment moving = new Assignment(
                1,
                1,
                "w0",
                cluster.workers,
                new TreeMap<>(Map.of("w0", Work.NONE, "w1", Work.NONE, "w2", work())),
                new TreeMap<>(Map.of("w1", task())),
                List.of());

        // When
        ClusterPlan held = decide(cluster, moving, Map.of("w2", task()));
        ClusterPlan free = decide(cluster, moving, Map.of());
        ClusterPlan gone = decide(cluster, moving, Map.of(), "w0", "w2");

        // Then
        assertThat(held.work().get("w1").tasks()).isEmpty();
        assertThat(held.next()).containsOnly(Map.entry("w1", task()));
        assertThat(held.saidBy(moving, cluster.workers)).isTrue();
        assertThat(free.work().get("w1")).isEqualTo(task());
        assertThat(free.next()).isEmpty();
        assertThat(gone.work().get("w0")).isEqualTo(task());
    }

    private static ClusterPlan decide(
            TestingCluster cluster, Assignment before, Map<String, Work> held, String... workers) {
        SortedSet<String> living = workers.length == 0 ? cluster.workers : new TreeSet<>(Set.of(workers));
        return ClusterPlan.decide(
                new ClusterPlan.Question(cluster.view, living, before, held, Loads.NONE),
                TestingCluster.POLICY,
                Balance.START,
                0);
    }

    private static Work task() {
        return new Work(new TreeSet<>(), new TreeSet<>(Set.of(TASK)));
    }

    /** The connector itself, which stays. */
    private static Work work() {
        return new Work(new TreeSet<>(Set.of(TASK.connector())), new TreeSet<>());
    }
}
