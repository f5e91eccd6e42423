package io.millrace.connect.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import io.millrace.connect.plan.placement.Handover;
import io.millrace.connect.worker.log.AssignmentCodec;
import io.millrace.connect.worker.log.AssignmentCodec.Running;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AssignmentTableTest {

    private static final TaskId TASK = new TaskId("c", 0);
    private static final TaskId OTHER = new TaskId("c", 1);

    private final AssignmentTable table = new AssignmentTable(() -> {});

    @Test
    void countsNothingThatALeaderOfAnOlderTermWrites() {
        // Given
        assign(new Assignment(2, 1, "b", members("a", "b"), new TreeMap<>(Map.of("b", work(TASK)))));

        // When
        assign(new Assignment(1, 9, "a", members("a", "b"), new TreeMap<>(Map.of("a", work(TASK)))));
        assign(new Assignment(2, 2, "a", members("a", "b"), new TreeMap<>(Map.of("a", work(TASK)))));

        // Then
        assertThat(table.latest().of("b")).isEqualTo(work(TASK));
        assertThat(table.latest().of("a")).isEqualTo(Work.NONE);
    }

    @Test
    void takesWorkAsHeldUntilItsWorkerHasSeenThatItIsGone() {
        // Given
        assign(new Assignment(1, 1, "a", members("a"), new TreeMap<>(Map.of("a", work(TASK)))));
        assign(new Assignment(1, 2, "a", members("a"), new TreeMap<>(Map.of("a", Work.NONE))));

        // When
        running(new Running("a", 1, 1, Work.NONE));

        // Then
        assertThat(table.held(Set.of("a"))).containsEntry("a", work(TASK));

        // When
        running(new Running("a", 1, 2, Work.NONE));

        // Then
        assertThat(table.held(Set.of("a"))).containsEntry("a", Work.NONE);
        assertThat(table.held(Set.of())).isEmpty();
    }

    @Test
    void takesAReturningWorkerAsOneWithEmptyHands() {
        // Given
        Work both = new Work(new TreeSet<>(), new TreeSet<>(Set.of(TASK, OTHER)));
        assign(new Assignment(1, 1, "a", members("a", "b"), new TreeMap<>(Map.of("a", work(TASK), "b", work(OTHER)))));
        running(new Running("b", 1, 1, work(OTHER)));

        // When
        assign(new Assignment(1, 2, "a", members("a"), new TreeMap<>(Map.of("a", both))));
        running(new Running("b", 1, 1, work(OTHER)));
        assign(new Assignment(1, 3, "a", members("a", "b"), new TreeMap<>(Map.of("a", both, "b", Work.NONE))));

        // Then
        assertThat(table.held(Set.of("a", "b"))).containsEntry("b", Work.NONE);
        Map<String, Work> wanted = Map.of("a", both, "b", Work.NONE);
        assertThat(Handover.safe(wanted, table.held(Set.of("a", "b")))).isEqualTo(wanted);
    }

    @Test
    void knowsWhoseRecordsOutliveTheirWorkers() {
        // Given
        assign(new Assignment(1, 1, "a", members("a"), new TreeMap<>(Map.of("a", work(TASK)))));
        running(new Running("a", 1, 1, work(TASK)));
        running(new Running("b", 0, 0, work(OTHER)));

        // When / Then
        assertThat(table.strangers()).containsExactly("b");
        table.on(new ConsumerRecord<>("t", 0, 0, AssignmentCodec.runningKey("b"), null));
        assertThat(table.strangers()).isEmpty();
        assertThat(table.deleted("b")).isTrue();
        running(new Running("b", 1, 1, Work.NONE));
        assertThat(table.deleted("b")).isFalse();
    }

    private void assign(Assignment assignment) {
        table.on(new ConsumerRecord<>("t", 0, 0, AssignmentCodec.assignmentKey(), AssignmentCodec.write(assignment)));
    }

    private void running(Running running) {
        table.on(new ConsumerRecord<>(
                "t", 0, 0, AssignmentCodec.runningKey(running.worker()), AssignmentCodec.write(running)));
    }

    private static SortedSet<String> members(String... members) {
        return new TreeSet<>(Set.of(members));
    }

    private static Work work(TaskId task) {
        return new Work(new TreeSet<>(), new TreeSet<>(Set.of(task)));
    }
}
