package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.Work;
import io.millrace.connect.worker.log.AssignmentCodec;
import io.millrace.connect.worker.log.AssignmentCodec.Running;
import io.millrace.connect.worker.log.LogListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest assignment that counts, and what each worker may have in its hands. */
final class AssignmentTable implements LogListener {

    private final Runnable changed;
    private Assignment latest = Assignment.NONE;
    private final Map<String, Work> held = new HashMap<>();

    /** {@code changed} is called on the reading thread. */
    AssignmentTable(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        AssignmentCodec.readAssignment(entry.key(), entry.value()).ifPresent(this::assigned);
        AssignmentCodec.readRunning(entry.key(), entry.value()).ifPresent(this::running);
        changed.run();
    }

    private synchronized void assigned(Assignment assignment) {
        if (assignment.replaces(latest)) {
            latest = assignment;
            // Until a worker says otherwise it may have started what it was given, and not yet stopped what it was not.
            assignment.work().forEach((worker, work) -> held.merge(worker, work, Work::and));
        }
    }

    private synchronized void running(Running running) {
        boolean upToDate = latest.seenAt(running.seenTerm(), running.seenSequence());
        held.merge(running.worker(), running.work(), upToDate ? (before, now) -> now : Work::and);
    }

    synchronized Assignment latest() {
        return latest;
    }

    /** What these workers have, or may have. */
    synchronized Map<String, Work> held(Set<String> workers) {
        Map<String, Work> living = new HashMap<>(held);
        living.keySet().retainAll(workers);
        return living;
    }
}
