package io.millrace.connect.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.InstanceHistory.LastError;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.log.StatusRecordCodec;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class StatusHistoryTest {

    private static final byte[] KEY = StatusRecordCodec.taskKey(new TaskId("c", 0));

    private final StatusTable table = new StatusTable((worker, generation) -> true, (key, counting) -> {});
    private final StatusHistory history = new StatusHistory(table, "me");

    @Test
    void datesAStateOnceHoweverOftenItIsSaid() {
        // When
        say(Lifecycle.RUNNING, null, 10);
        InstanceHistory again = say(Lifecycle.RUNNING, null, 20);
        InstanceHistory paused = say(Lifecycle.PAUSED, null, 30);

        // Then
        assertThat(again.sinceMs()).isEqualTo(OptionalLong.of(10));
        assertThat(paused.sinceMs()).isEqualTo(OptionalLong.of(30));
    }

    @Test
    void countsRestartsAndKeepsTheLastError() {
        // When
        say(Lifecycle.RUNNING, null, 10);
        say(Lifecycle.FAILED, "boom", 20);
        say(Lifecycle.RESTARTING, null, 30);
        say(Lifecycle.RESTARTING, null, 31);
        InstanceHistory running = say(Lifecycle.RUNNING, null, 40);

        // Then
        assertThat(running)
                .isEqualTo(new InstanceHistory(OptionalLong.of(40), 1, Optional.of(new LastError(20, "me", "boom"))));
    }

    @Test
    void goesOnFromWhatAnotherWorkerHasSaid() {
        // Given
        say(Lifecycle.RUNNING, null, 10);
        InstanceHistory past =
                new InstanceHistory(OptionalLong.of(50), 3, Optional.of(new LastError(40, "other", "bang")));

        // When
        read(new Status(Lifecycle.RUNNING, Optional.empty(), "other", 2, Optional.empty(), past));
        InstanceHistory moved = say(Lifecycle.RUNNING, null, 60);

        // Then
        assertThat(moved).isEqualTo(new InstanceHistory(OptionalLong.of(60), 3, past.lastError()));
    }

    @Test
    void beginsAnewWhenTheInstanceWasDeleted() {
        // Given
        say(Lifecycle.FAILED, "boom", 10);

        // When
        hear(null);
        InstanceHistory fresh = say(Lifecycle.RUNNING, null, 20);

        // Then
        assertThat(fresh).isEqualTo(new InstanceHistory(OptionalLong.of(20), 0, Optional.empty()));
    }

    @Test
    void doesNotGoBackToAnOlderStatusOfItsOwnThatItReads() {
        // Given
        Status running = history.continued(KEY, status(Lifecycle.RUNNING, null), 10);
        say(Lifecycle.FAILED, "boom", 20);

        // When
        read(running);
        InstanceHistory restarting = say(Lifecycle.RESTARTING, null, 30);

        // Then
        assertThat(restarting.lastError()).contains(new LastError(20, "me", "boom"));
    }

    private InstanceHistory say(Lifecycle state, String trace, long nowMs) {
        return history.continued(KEY, status(state, trace), nowMs).history();
    }

    private static Status status(Lifecycle state, String trace) {
        return new Status(state, Optional.ofNullable(trace), "me", 1, Optional.empty());
    }

    private void read(Status status) {
        hear(StatusRecordCodec.write(status));
    }

    private void hear(byte[] value) {
        ConsumerRecord<byte[], byte[]> entry = new ConsumerRecord<>("t", 0, 0, KEY, value);
        table.on(entry);
        history.on(entry);
    }
}
