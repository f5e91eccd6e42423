package io.millrace.connect.plan.restart;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest failures of a connector or task, oldest first, at most {@value #KEPT_MAX}.
 *
 * @param forgivenAtMs failures up to this moment do not count any more: somebody has looked after them
 */
public record FailureHistory(List<Failure> failures, long forgivenAtMs) {

    /** More than any budget that makes sense, so that the budget never counts on what was dropped. */
    public static final int KEPT_MAX = 100;

    public static final FailureHistory NONE = new FailureHistory(List.of(), Long.MIN_VALUE);

    public FailureHistory {
        failures = List.copyOf(failures.subList(Math.max(0, failures.size() - KEPT_MAX), failures.size()));
    }

    public FailureHistory with(Failure failure) {
        List<Failure> more = new ArrayList<>(failures);
        more.add(failure);
        return new FailureHistory(more, forgivenAtMs);
    }

    /** The same failures, none of which counts any more. */
    public FailureHistory forgiven(long nowMs) {
        return new FailureHistory(failures, nowMs);
    }

    /** Those that count. */
    List<Failure> counting() {
        return failures.stream()
                .filter(failure -> failure.atMs() > forgivenAtMs)
                .toList();
    }
}
