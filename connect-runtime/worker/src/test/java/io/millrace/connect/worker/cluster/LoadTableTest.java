package io.millrace.connect.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.placement.Hold;
import io.millrace.connect.plan.placement.TaskLoad;
import io.millrace.connect.plan.placement.WorkerLoad;
import io.millrace.connect.worker.log.AssignmentCodec;
import io.millrace.connect.worker.log.LoadCodec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LoadTableTest {

    private static final TaskId TASK = new TaskId("c", 0);

    private final AtomicLong nanos = new AtomicLong();
    private final LoadTable table = new LoadTable(1_000, nanos::get);

    @Test
    void takesAWorkerThatHasFallenSilentForOneThatDoesNotTell() {
        // Given
        heard("a", LoadCodec.write(load(10, Optional.empty())));
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        heard("b", LoadCodec.write(load(20, Optional.empty())));

        // When / Then
        assertThat(table.loads().complete(Set.of("a", "b"))).isTrue();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(table.loads().complete(Set.of("a", "b"))).isFalse();
        assertThat(table.loads().workers()).containsOnlyKeys("b");
        assertThat(table.workers()).containsExactly("a", "b");
    }

    @Test
    void forgetsWhatWasDeletedAndPassesOverTheRest() {
        // Given
        heard("a", LoadCodec.write(load(10, Optional.empty())));

        // When
        heard("a", null);
        table.on(new ConsumerRecord<>("t", 0, 0, AssignmentCodec.runningKey("b"), new byte[] {'{', '}'}));

        // Then
        assertThat(table.workers()).isEmpty();
    }

    @Test
    void tellsOfAChangeOfLoadAndOfHoldAlone() {
        WorkerLoad before = load(100, Optional.empty());
        assertThat(LoadReporter.differ(before, load(119, Optional.empty()))).isFalse();
        assertThat(LoadReporter.differ(before, load(120, Optional.empty()))).isTrue();
        assertThat(LoadReporter.differ(before, load(100, Optional.of(Hold.SNAPSHOT))))
                .isTrue();
        assertThat(LoadReporter.differ(before, new WorkerLoad(1, new TreeMap<>())))
                .isTrue();
        assertThat(LoadReporter.differ(load(1, Optional.empty()), new WorkerLoad(1, new TreeMap<>())))
                .isFalse();
    }

    private void heard(String worker, byte[] value) {
        table.on(new ConsumerRecord<>("t", 0, 0, LoadCodec.key(worker), value));
    }

    private static WorkerLoad load(long load, Optional<Hold> hold) {
        return new WorkerLoad(1, new TreeMap<>(Map.of(TASK, new TaskLoad(load, 5, hold))));
    }
}
