package io.millrace.connect.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerBudgetTest {

    private static final long MIB = 1024 * 1024;

    /** Borrowed is in pieces. */
    private static final long PIECE = 64 * 1024;

    private final WorkerBudget worker = new WorkerBudget(8 * MIB);

    @Test
    void lendsATaskMoreThanItsShareUpToItsBudget() {
        // Given
        TaskBudget busy = worker.open(4 * MIB);
        worker.open(4 * MIB);

        // When / Then
        busy.take(3 * MIB);
        assertThat(busy.hasRoom()).isTrue();
        busy.take(MIB);
        assertThat(busy.hasRoom()).isFalse();
        assertThat(busy.limitBytes()).isEqualTo(4 * MIB);
        busy.give(1);
        assertThat(busy.hasRoom()).isTrue();
        assertThat(busy.heldMaxBytes()).isEqualTo(4 * MIB);
    }

    @Test
    void keepsEachTaskItsShareWhateverTheOthersHold() {
        // Given
        TaskBudget greedy = worker.open(8 * MIB);
        TaskBudget other = worker.open(8 * MIB);

        // When
        takeAll(greedy);

        // Then
        assertThat(greedy.heldBytes()).isBetween(6 * MIB - PIECE, 6 * MIB + PIECE);
        assertThat(other.limitBytes()).isEqualTo(2 * MIB);

        // When
        takeAll(other);

        // Then
        assertThat(other.heldBytes()).isBetween(2 * MIB - PIECE, 2 * MIB + PIECE);
        assertThat(worker.heldBytes()).isBetween(8 * MIB - 2 * PIECE, 8 * MIB + 2 * PIECE);

        // When
        greedy.give(greedy.heldBytes());

        // Then
        assertThat(other.hasRoom()).isTrue();
        takeAll(other);
        assertThat(other.heldBytes()).isBetween(6 * MIB - PIECE, 6 * MIB + PIECE);
    }

    @Test
    void neverHoldsMoreThanItsBytesWithAnyNumberOfTasks() {
        TaskBudget[] tasks = new TaskBudget[100];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = worker.open(4 * MIB);
        }
        for (TaskBudget task : tasks) {
            takeAll(task);
        }
        // Each may have one record too much.
        assertThat(worker.heldBytes()).isBetween(7 * MIB, 8 * MIB + tasks.length * 1024L);
    }

    @Test
    void givesATaskThatHoldsNothingRoomForOneRecord() {
        TaskBudget task = worker.open(10);
        assertThat(task.hasRoom()).isTrue();
        task.take(11);
        assertThat(task.hasRoom()).isFalse();
        task.give(11);
        assertThat(task.hasRoom()).isTrue();
    }

    @Test
    void hasBackWhatAClosedTaskHeld() {
        // Given
        TaskBudget gone = worker.open(8 * MIB);
        TaskBudget other = worker.open(8 * MIB);
        takeAll(gone);

        // When
        gone.close();
        gone.close();
        gone.give(5);

        // Then
        assertThat(gone.heldBytes()).isZero();
        assertThat(worker.heldBytes()).isZero();
        takeAll(other);
        assertThat(other.heldBytes()).isBetween(8 * MIB - PIECE, 8 * MIB + PIECE);
    }

    private static void takeAll(TaskBudget task) {
        while (task.hasRoom()) {
            task.take(1024);
        }
    }
}
