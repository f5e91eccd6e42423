package io.millrace.integration.faults;

import io.millrace.hub.client.CommandException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for what must come true, as long as a slow machine may need. */
public final class Patience {

    private static final Logger LOGGER = LoggerFactory.getLogger(Patience.class);

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(50);

    private Patience() {}

    /** Fails with the complaint, which is asked only then, when time is over. An error answer counts as not yet. */
    public static void await(Supplier<String> complaint, BooleanSupplier condition) {
        if (!comesTrue(condition)) {
            throw new AssertionError("not within " + LIMIT + ": " + complaint.get());
        }
    }

    /** Whether it came true in time. An error answer counts as not yet. */
    public static boolean comesTrue(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (CommandException refused) {
            LOGGER.info("not yet: {}", refused.getMessage());
            return false;
        }
    }
}
