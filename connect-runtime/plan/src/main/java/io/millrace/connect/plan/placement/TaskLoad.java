package io.millrace.connect.plan.placement;

import java.util.Optional;

/**
 * What one incarnation of a task costs its worker.
 *
 * @param load in thousandths of a processor
 * @param measuredMs for how long it has been measured
 */
public record TaskLoad(long load, long measuredMs, Optional<Hold> hold) {

    public TaskLoad {
        if (load < 0 || measuredMs < 0) {
            throw new IllegalArgumentException("No such load: load=" + load + " measuredMs=" + measuredMs);
        }
    }
}
