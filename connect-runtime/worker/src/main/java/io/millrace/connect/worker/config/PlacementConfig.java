package io.millrace.connect.worker.config;

import io.millrace.connect.plan.placement.BalancePolicy;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * How work is placed, as the worker that leads has it.
 *
 * @param reportIntervalMs how often a worker looks at what its tasks cost, and may tell of it; 0 for never
 */
public record PlacementConfig(BalancePolicy policy, long reportIntervalMs) {

    private static final String BY = "placement.by";
    private static final String LOAD = "load";
    private static final String COUNT = "count";
    private static final String GAP = "placement.gap.percent";
    private static final String WINDOW = "placement.window.ms";
    private static final String MOVES = "placement.moves.max";
    private static final String INTERVAL = "placement.moves.interval.ms";
    private static final long WINDOW_MIN_MS = 1_000;
    private static final int REPORTS_IN_A_WINDOW = 10;

    static void define(ConfigDef keys) {
        keys.define(
                BY,
                ConfigDef.Type.STRING,
                LOAD,
                ConfigDef.ValidString.in(LOAD, COUNT),
                ConfigDef.Importance.MEDIUM,
                "Whether tasks are placed by what they cost (load), or by their number alone (count).");
        keys.define(
                GAP,
                ConfigDef.Type.INT,
                25,
                ConfigDef.Range.between(1, 100),
                ConfigDef.Importance.LOW,
                "By how many hundredths of its processors a worker must be used more than another, to lose a task to it.");
        keys.define(
                WINDOW,
                ConfigDef.Type.LONG,
                300_000L,
                ConfigDef.Range.atLeast(WINDOW_MIN_MS),
                ConfigDef.Importance.LOW,
                "Over how long load is measured, and how long a difference must last before a task is moved.");
        keys.define(
                MOVES,
                ConfigDef.Type.INT,
                2,
                ConfigDef.Range.between(0, BalancePolicy.MOVES_MAX),
                ConfigDef.Importance.LOW,
                "How many tasks are moved for the sake of load within placement.moves.interval.ms; 0 for none.");
        keys.define(
                INTERVAL,
                ConfigDef.Type.LONG,
                600_000L,
                ConfigDef.Range.atLeast(1),
                ConfigDef.Importance.LOW,
                "See placement.moves.max; a task that was moved stays for six times as long.");
    }

    static PlacementConfig of(Map<String, Object> values) {
        boolean byLoad = LOAD.equals(values.get(BY));
        long windowMs = (Long) values.get(WINDOW);
        return new PlacementConfig(
                new BalancePolicy(byLoad, (Integer) values.get(GAP) * 10L, windowMs, (Integer) values.get(MOVES), (Long)
                        values.get(INTERVAL)),
                byLoad ? windowMs / REPORTS_IN_A_WINDOW : 0);
    }
}
