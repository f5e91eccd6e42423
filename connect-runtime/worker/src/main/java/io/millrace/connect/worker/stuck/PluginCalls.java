package io.millrace.connect.worker.stuck;

import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.config.StuckConfig;
import io.millrace.connect.worker.control.StuckCall;
import io.millrace.connect.worker.control.ThreadStack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The calls into one incarnation of a connector instance or task, from the few threads that make some. Any thread. */
public final class PluginCalls implements AutoCloseable {

    private final Instance instance;
    private final CallMark work = new CallMark();
    private final CallMark receipts = new CallMark();
    private final CallMark commits = new CallMark();
    private final CallMark stop = new CallMark();
    private final List<Look> looks =
            Stream.of(work, stop, commits, receipts).map(Look::new).toList();
    private volatile Optional<StuckCall> stuck = Optional.empty();
    private volatile Runnable onClose = () -> {};

    public PluginCalls(Instance instance) {
        this.instance = instance;
    }

    Instance instance() {
        return instance;
    }

    /** Of the thread that the instance runs on. */
    public CallMark work() {
        return work;
    }

    /** Of whoever tells a source that a record is done with. */
    public CallMark receipts() {
        return receipts;
    }

    /** Of whoever tells a source that its offsets are safe. */
    public CallMark commits() {
        return commits;
    }

    /** Of whoever stops the plugin: the thread that it runs on, or another when that one does not return. */
    public CallMark stop() {
        return stop;
    }

    /** The call that has lasted longest of those that last too long. */
    public Optional<StuckCall> stuck() {
        return stuck;
    }

    /** True when what is stuck has changed since the last look. */
    boolean look(StuckConfig config, long nowMs) {
        Optional<StuckCall> seen = looks.stream()
                .map(look -> look.again(config, nowMs))
                .flatMap(Optional::stream)
                .min(Comparator.comparingLong(StuckCall::sinceMs));
        boolean changed = !seen.equals(stuck);
        stuck = seen;
        return changed;
    }

    /** What every living thread does that has called the plugin. */
    List<ThreadStack> stacks() {
        List<ThreadStack> stacks = new ArrayList<>();
        Set<Thread> told = new HashSet<>();
        for (Look look : looks) {
            CallMark mark = look.mark();
            Thread thread = mark.thread();
            if (thread != null && thread.isAlive() && told.add(thread)) {
                Optional<Look> inCall = looks.stream()
                        .filter(one -> one.mark().thread() == thread)
                        .filter(one -> one.mark().underWay().isPresent())
                        .findFirst();
                stacks.add(new ThreadStack(
                        thread.getName(),
                        thread.getState(),
                        inCall.map(one -> one.mark().call()),
                        inCall.map(Look::sinceMs).orElse(look.sinceMs()),
                        Stacks.of(thread)));
            }
        }
        return stacks;
    }

    void onClose(Runnable action) {
        onClose = action;
    }

    /** Nobody looks any more: the instance has ended, or its threads were given up. */
    @Override
    public void close() {
        stuck = Optional.empty();
        onClose.run();
    }
}
