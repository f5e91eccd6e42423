package io.millrace.registry.server.storage;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the heap grow in large steps while a long topic is replayed, where the JVM was told to grow by little: nearly all
 * that is read stays, and each small step costs a collection of everything. Afterwards the JVM has its word back, and its
 * next such collection gives back what is too much. For one at a time in a process.
 */
final class GrowingHeap {
    private static final Logger LOGGER = LoggerFactory.getLogger(GrowingHeap.class);
    /** Shorter topics are read before the heap has grown. */
    private static final long LONG_TOPIC = 20_000;

    private static final String MIN_FREE = "MinHeapFreeRatio";
    private static final String MAX_FREE = "MaxHeapFreeRatio";
    /** The JVM's own, in percent; who asks for as much wants no small heap. */
    private static final int USUAL_MIN_FREE = 40;

    private static final int READING_MIN_FREE = 60;
    private static final int READING_MAX_FREE = 70;

    private GrowingHeap() {}

    /** Runs what reads so many records; nothing changes for few, or where the JVM was not told or has no such options. */
    static void whileReading(long records, Runnable reading) {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        Optional<Integer> min = percent(jvm, MIN_FREE).filter(percent -> percent < USUAL_MIN_FREE);
        Optional<Integer> max = percent(jvm, MAX_FREE);
        if (records < LONG_TOPIC || min.isEmpty() || max.isEmpty()) {
            reading.run();
            return;
        }
        // The JVM refuses a lower bound above the upper.
        set(jvm, MAX_FREE, Math.max(max.get(), READING_MAX_FREE));
        set(jvm, MIN_FREE, READING_MIN_FREE);
        try {
            reading.run();
        } finally {
            set(jvm, MIN_FREE, min.get());
            set(jvm, MAX_FREE, max.get());
        }
    }

    private static void set(HotSpotDiagnosticMXBean jvm, String name, int percent) {
        jvm.setVMOption(name, Integer.toString(percent));
    }

    private static Optional<Integer> percent(HotSpotDiagnosticMXBean jvm, String name) {
        if (jvm == null) {
            return Optional.empty();
        }
        try {
            VMOption option = jvm.getVMOption(name);
            return option.isWriteable() ? Optional.of(Integer.valueOf(option.getValue())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            LOGGER.atDebug().addKeyValue("option", name).log("this JVM's heap grows by rules of its own");
            return Optional.empty();
        }
    }
}
