package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.Work;
import io.millrace.connect.worker.log.AssignmentCodec;
import io.millrace.connect.worker.log.AssignmentCodec.Running;
import io.millrace.connect.worker.log.LogListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest assignment that counts, and what each worker may have in its hands. */
final class AssignmentTable implements LogListener {

    private final Runnable changed;
    private Assignment latest = Assignment.NONE;
    private final Map<String, Work> held = new HashMap<>();
    private final Set<String> recorded = new TreeSet<>();
    /** Bounded like the workers that ever were in the group while this one lives. */
    private final Set<String> deleted = new TreeSet<>();

    /** {@code changed} is called on the reading thread. */
    AssignmentTable(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        AssignmentCodec.readAssignment(entry.key(), entry.value()).ifPresent(this::assigned);
        AssignmentCodec.runningWorker(entry.key()).ifPresent(worker -> recorded(worker, entry.value() != null));
        AssignmentCodec.readRunning(entry.key(), entry.value()).ifPresent(this::running);
        changed.run();
    }

    private synchronized void assigned(Assignment assignment) {
        if (assignment.replaces(latest)) {
            latest = assignment;
            // A member that was left out has lost its work to others; should it come back, it comes with empty hands.
            held.keySet().retainAll(assignment.members());
            // Until a worker says otherwise it may have started what it was given, and not yet stopped what it was not.
            assignment.work().forEach((worker, work) -> held.merge(worker, work, Work::and));
        }
    }

    private synchronized void running(Running running) {
        if (latest.term() > 0 && !latest.members().contains(running.worker())) {
            return;
        }
        boolean upToDate = latest.seenAt(running.seenTerm(), running.seenSequence());
        held.merge(running.worker(), running.work(), upToDate ? (before, now) -> now : Work::and);
    }

    private synchronized void recorded(String worker, boolean present) {
        if (present) {
            deleted.remove(worker);
            recorded.add(worker);
        } else {
            recorded.remove(worker);
            deleted.add(worker);
        }
    }

    /** Whether somebody took this worker for gone and deleted what it said. */
    synchronized boolean deleted(String worker) {
        return deleted.contains(worker);
    }

    /** Workers whose records are in the topic although the newest assignment does not know them. */
    synchronized Set<String> strangers() {
        Set<String> strangers = new TreeSet<>(recorded);
        strangers.removeAll(latest.members());
        return strangers;
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
