package io.millrace.testing;

import java.util.function.Supplier;

/**
 * Something whose start costs more than most tests: started when a test first asks for it, the same for all tests of
 * the JVM, and closed when that ends. Its users must not depend on being alone. Safe for use by several threads.
 */
public final class PerJvm<T extends AutoCloseable> {

    private final Supplier<T> start;
    private T started;

    public PerJvm(Supplier<T> start) {
        this.start = start;
    }

    /** Blocks while it starts; what the start throws is thrown, and the next call starts again. */
    public synchronized T get() {
        if (started == null) {
            started = start.get();
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "per-jvm-close"));
        }
        return started;
    }

    private synchronized void close() {
        try {
            started.close();
        } catch (Exception e) {
            throw new IllegalStateException("could not close " + started, e);
        }
    }
}
