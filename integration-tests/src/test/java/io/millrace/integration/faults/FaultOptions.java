package io.millrace.integration.faults;

import java.util.Random;

/** How much a fault test does and from which seed: little in the build, as much as one wants by {@code faults/run}. */
public final class FaultOptions {

    private static final long DEFAULT_SEED = 20_261_121;

    private FaultOptions() {}

    public static long seed() {
        return Long.getLong("millrace.faults.seed", DEFAULT_SEED);
    }

    public static Random random() {
        return new Random(seed());
    }

    /** The system property {@code millrace.faults.NAME}. */
    public static int rounds(String name, int inTheBuild) {
        return Integer.getInteger("millrace.faults." + name, inTheBuild);
    }

    /** One line that {@code faults/run} collects. */
    public static void report(String fault, int rounds, Object outcome) {
        System.out.printf("FAULTS %s: seed %d, %d rounds, %s%n", fault, seed(), rounds, outcome);
    }
}
