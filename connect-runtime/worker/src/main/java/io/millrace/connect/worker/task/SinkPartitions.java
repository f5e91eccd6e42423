package io.millrace.connect.worker.task;

import io.millrace.connect.worker.stuck.CallMark;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The partitions of a sink task as its group gives and takes them, in a poll of the task's thread or of the
 * {@link PollKeeper}'s. A task that is in a long put gives partitions back when the put has returned, and in order; one
 * that stays in it for longer than the group waits loses them, without a commit.
 */
final class SinkPartitions {

    private final SinkParts parts;
    private final CallMark work;
    private final TaskSwitch control;
    private final SinkOffsets offsets;
    private final SinkDelivery delivery;
    private final PollKeeper keeper;
    /** What the task was told to open and not to close yet; on the task's thread only. */
    private final Set<TopicPartition> openInTask = new HashSet<>();

    private volatile RuntimeException failure;

    SinkPartitions(
            SinkParts parts,
            CallMark work,
            TaskSwitch control,
            SinkOffsets offsets,
            SinkDelivery delivery,
            PollKeeper keeper) {
        this.parts = parts;
        this.work = work;
        this.control = control;
        this.offsets = offsets;
        this.delivery = delivery;
        this.keeper = keeper;
    }

    /** In the poll, when partitions come. */
    void opened(Collection<TopicPartition> partitions) {
        guarded(() -> {
            offsets.opened(partitions);
            parts.context().reassigned();
            if (!keeper.inTurnAfterwards(() -> guarded(() -> open(partitions)))) {
                open(partitions);
            }
        });
    }

    private void open(Collection<TopicPartition> partitions) {
        keeper.<Void>onTask(() -> {
            List<TopicPartition> here =
                    partitions.stream().filter(offsets::knows).toList();
            if (!here.isEmpty()) {
                openInTask.addAll(here);
                work.run("open", () -> parts.task().run(task -> task.open(here)));
            }
            return null;
        });
        // Tasks that keep their offsets in the target ask for them while they open.
        rewind();
    }

    private Void closeInTask(Collection<TopicPartition> partitions) {
        List<TopicPartition> open =
                partitions.stream().filter(openInTask::remove).toList();
        if (!open.isEmpty()) {
            work.run("close", () -> parts.task().run(task -> task.close(open)));
        }
        return null;
    }

    /** Goes to where the task has asked to read on. */
    void rewind() {
        parts.context().takeWantedOffsets().forEach((partition, offset) -> {
            if (offsets.knows(partition) && offset != null) {
                parts.consumer().seek(partition, offset);
                offsets.rewound(partition, offset);
                delivery.drop(List.of(partition));
            }
        });
    }

    /** In the poll, when partitions go: what was delivered is committed, what waits is dropped. */
    void closed(Collection<TopicPartition> partitions, boolean commit) {
        List<TopicPartition> known = partitions.stream().filter(offsets::knows).toList();
        if (known.isEmpty()) {
            return;
        }
        guarded(() -> {
            if (commit) {
                keeper.awaitOut();
            }
            if (!keeper.whileInPlugin(() -> closeLater(known))) {
                close(known, commit && control.undisturbed() && !delivery.failed());
            }
        });
    }

    private void closeLater(List<TopicPartition> known) {
        forget(known);
        keeper.afterwards(() -> guarded(() -> closeInTask(known)));
    }

    private void close(List<TopicPartition> known, boolean commit) {
        try {
            if (commit) {
                offsets.commitBeforeClose(known);
            }
            keeper.onTask(() -> closeInTask(known));
        } finally {
            forget(known);
        }
    }

    private void forget(List<TopicPartition> known) {
        delivery.drop(known);
        offsets.forget(known);
        parts.context().forget(new HashSet<>(known));
    }

    /** Throws what went wrong in the polls since the last call. */
    void throwFailure() {
        RuntimeException thrown = takeFailure();
        if (thrown != null) {
            throw new ConnectException("The task failed while partitions came or went", thrown);
        }
    }

    /** What went wrong in the polls since the last call, or null. */
    RuntimeException takeFailure() {
        RuntimeException taken = failure;
        failure = null;
        return taken;
    }

    /** The consumer would wrap what a callback throws; it is kept and thrown after the poll. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            }
        }
    }
}
