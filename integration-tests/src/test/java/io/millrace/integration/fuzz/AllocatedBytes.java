package io.millrace.integration.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Fails a step that allocates more on its thread than its input can be worth. */
final class AllocatedBytes {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    /** The first time includes the loading of classes, so only what is too much twice is. */
    static void requireAtMost(long allowedBytes, Runnable step) {
        if (of(step) > allowedBytes) {
            long again = of(step);
            if (again > allowedBytes) {
                throw new AssertionError(again + " bytes allocated, where " + allowedBytes + " are enough");
            }
        }
    }

    private static long of(Runnable step) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        step.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
