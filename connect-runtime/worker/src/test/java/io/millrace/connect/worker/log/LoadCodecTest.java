package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.placement.Hold;
import io.millrace.connect.plan.placement.TaskLoad;
import io.millrace.connect.plan.placement.WorkerLoad;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadCodecTest {

    @Test
    void readsWhatItWrote() {
        // Given
        WorkerLoad load = new WorkerLoad(
                4,
                new TreeMap<>(Map.of(
                        new TaskId("a-b", 0), new TaskLoad(700, 30_000, Optional.of(Hold.SNAPSHOT)),
                        new TaskId("c", 12), new TaskLoad(0, 5, Optional.empty()))));

        // When
        byte[] written = LoadCodec.write(load);

        // Then
        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo("{\"processors\":4,\"tasks\":{"
                        + "\"a-b-0\":{\"load\":700,\"measured_ms\":30000,\"hold\":\"SNAPSHOT\"},"
                        + "\"c-12\":{\"load\":0,\"measured_ms\":5}}}");
        assertThat(LoadCodec.read(written)).isEqualTo(load);
        assertThat(LoadCodec.worker(LoadCodec.key("host:1"))).hasValue("host:1");
        assertThat(LoadCodec.worker(AssignmentCodec.runningKey("host:1"))).isEmpty();
    }

    @Test
    void takesAReasonThatItDoesNotKnowForOne() {
        byte[] later = "{\"processors\":1,\"tasks\":{\"c-0\":{\"load\":1,\"measured_ms\":2,\"hold\":\"BACKFILL\"}}}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(LoadCodec.read(later).tasks().get(new TaskId("c", 0)).hold()).isPresent();
    }

    @Test
    void leavesOutWhatCostsLeastWhenThereAreTooMany() {
        // Given
        SortedMap<TaskId, TaskLoad> tasks = new TreeMap<>();
        for (int task = 0; task < LoadCodec.TASKS_MAX + 10; task++) {
            tasks.put(new TaskId("c", task), new TaskLoad(task, 1, Optional.empty()));
        }
        tasks.put(new TaskId("c", 0), new TaskLoad(0, 1, Optional.of(Hold.SNAPSHOT)));

        // When
        WorkerLoad read = LoadCodec.read(LoadCodec.write(new WorkerLoad(1, tasks)));

        // Then
        assertThat(read.tasks())
                .hasSize(LoadCodec.TASKS_MAX)
                .containsKey(new TaskId("c", 0))
                .doesNotContainKey(new TaskId("c", 1))
                .containsKey(new TaskId("c", LoadCodec.TASKS_MAX + 9));
    }
}
