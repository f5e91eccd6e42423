package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AssignmentCodecTest {

    private static final TaskId TASK = new TaskId("c", 0);
    private static final Work WORK = new Work(new TreeSet<>(Set.of("c")), new TreeSet<>(Set.of(TASK)));

    @Test
    void readsWhatItWrote() {
        Assignment assignment = new Assignment(
                3,
                9,
                "a",
                new TreeSet<>(Set.of("a", "b")),
                new TreeMap<>(Map.of("a", Work.NONE, "b", Work.NONE)),
                new TreeMap<>(Map.of("b", WORK)),
                List.of(new Move(TASK, "a", "b", 1_700_000_000_000L, 300, 800, 100)));
        assertThat(AssignmentCodec.readAssignment(AssignmentCodec.assignmentKey(), AssignmentCodec.write(assignment)))
                .hasValue(assignment);
    }

    @Test
    void readsWhatALeaderWroteThatKnowsNothingOfMoves() {
        byte[] before = ("{\"term\":3,\"sequence\":9,\"leader\":\"a\",\"members\":[\"a\"],"
                        + "\"work\":{\"a\":{\"connectors\":[\"c\"],\"tasks\":[\"c-0\"]}}}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(AssignmentCodec.readAssignment(AssignmentCodec.assignmentKey(), before))
                .hasValue(new Assignment(3, 9, "a", new TreeSet<>(Set.of("a")), new TreeMap<>(Map.of("a", WORK))));
    }
}
