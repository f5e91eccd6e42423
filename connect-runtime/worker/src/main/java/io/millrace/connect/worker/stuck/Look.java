package io.millrace.connect.worker.stuck;

import io.millrace.connect.worker.config.StuckConfig;
import io.millrace.connect.worker.control.StuckCall;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the looks at one mark have seen: a call that two of them saw has lasted at least from one to the other. */
final class Look {

    private final CallMark mark;
    private OptionalLong number = OptionalLong.empty();
    private long sinceMs;
    private Optional<StuckCall> stuck = Optional.empty();

    Look(CallMark mark) {
        this.mark = mark;
    }

    CallMark mark() {
        return mark;
    }

    /** Looks once more; the call that is stuck now, if one is. */
    synchronized Optional<StuckCall> again(StuckConfig config, long nowMs) {
        OptionalLong seen = mark.underWay();
        if (!seen.equals(number)) {
            number = seen;
            sinceMs = nowMs;
            stuck = Optional.empty();
        }
        String call = mark.call();
        if (seen.isPresent() && stuck.isEmpty() && nowMs - sinceMs >= config.boundMs(call)) {
            Thread thread = mark.thread();
            List<String> stack = Stacks.of(thread);
            // Else it has returned meanwhile, and the stack tells of something else.
            if (mark.underWay().equals(seen)) {
                stuck = Optional.of(new StuckCall(sinceMs, call, thread.getName(), stack));
            }
        }
        return stuck;
    }

    /** When the call that is under way was first seen. */
    synchronized OptionalLong sinceMs() {
        return number.isPresent() && number.equals(mark.underWay()) ? OptionalLong.of(sinceMs) : OptionalLong.empty();
    }
}
