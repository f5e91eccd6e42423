package io.millrace.connect.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.log.StatusRecordCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class StatusTableTest {

    private static final TaskId TASK = new TaskId("c", 0);

    private final Set<String> members = new HashSet<>(Set.of("new"));
    private final List<Status> repeated = new ArrayList<>();
    private int generation = 5;
    private final StatusTable table = new StatusTable(
            (worker, since) -> members.contains(worker) && since <= generation, (key, status) -> repeated.add(status));

    @Test
    void doesNotLetAnEvictedWorkerHideWhatItsSuccessorSays() {
        // Given
        Status running = status(Lifecycle.RUNNING, "new", 5);
        say(running);

        // When
        say(status(Lifecycle.UNASSIGNED, "old", 4));

        // Then
        assertThat(table.task(TASK)).contains(running);
        assertThat(repeated).containsExactly(running);
    }

    @Test
    void believesTheNextOwnerThoughItsGroupBeganAnew() {
        // Given
        say(status(Lifecycle.RUNNING, "gone", 50));

        // When
        say(status(Lifecycle.RUNNING, "new", 1));

        // Then
        assertThat(table.task(TASK)).contains(status(Lifecycle.RUNNING, "new", 1));
        assertThat(repeated).isEmpty();
    }

    @Test
    void doesNotLetAFormerLifeOfAWorkerHideTheNext() {
        // Given
        Status running = status(Lifecycle.RUNNING, "new", 5);
        say(running);

        // When
        say(status(Lifecycle.UNASSIGNED, "new", 4));

        // Then
        assertThat(table.task(TASK)).contains(running);
        assertThat(repeated).containsExactly(running);
    }

    @Test
    void believesAWorkerThatIsAloneInAGroupMadeAnew() {
        // Given
        say(status(Lifecycle.RUNNING, "new", 50));
        generation = 1;

        // When
        say(status(Lifecycle.FAILED, "new", 1));

        // Then
        assertThat(table.task(TASK)).contains(status(Lifecycle.FAILED, "new", 1));
        assertThat(repeated).isEmpty();
    }

    @Test
    void forgetsWhoeverSaysSo() {
        // Given
        say(status(Lifecycle.RUNNING, "new", 5));

        // When
        table.on(new ConsumerRecord<>("t", 0, 0, StatusRecordCodec.taskKey(TASK), null));

        // Then
        assertThat(table.task(TASK)).isEmpty();
    }

    @Test
    void takesATopicForNewsAgainOnceAnybodyHasForgottenIt() {
        // Given
        assertThat(table.announce("c", "orders")).isTrue();
        topic(StatusRecordCodec.topic("orders", TASK, 0));
        assertThat(table.announce("c", "orders")).isFalse();

        // When
        topic(null);

        // Then
        assertThat(table.announce("c", "orders")).isTrue();
        assertThat(table.announce("c", "orders")).isFalse();
    }

    private void say(Status status) {
        table.on(new ConsumerRecord<>("t", 0, 0, StatusRecordCodec.taskKey(TASK), StatusRecordCodec.write(status)));
    }

    private void topic(byte[] value) {
        table.on(new ConsumerRecord<>("t", 0, 0, StatusRecordCodec.topicKey("orders", "c"), value));
    }

    private static Status status(Lifecycle state, String worker, int generation) {
        return new Status(state, Optional.empty(), worker, generation, Optional.empty());
    }
}
