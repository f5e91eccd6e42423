package io.millrace.connect.plan.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HandoverTest {

    private static final TaskId TASK = new TaskId("c", 0);

    @Test
    void givesAUnitToNobodyWhileAnotherHoldsIt() {
        // Given
        Map<String, Work> wanted = Map.of("a", Work.NONE, "b", work());

        // When / Then
        assertThat(Handover.safe(wanted, Map.of("a", work()))).containsEntry("b", Work.NONE);
        assertThat(Handover.safe(wanted, Map.of("a", Work.NONE))).containsEntry("b", work());
        assertThat(Handover.safe(wanted, Map.of("b", work()))).containsEntry("b", work());
    }

    private static Work work() {
        return new Work(new TreeSet<>(Set.of("c")), new TreeSet<>(Set.of(TASK)));
    }
}
