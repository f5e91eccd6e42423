package io.millrace.broker.server.quota;

import java.util.concurrent.TimeUnit;

/** The clock of quotas. It tells no time of day, and so does not go back when somebody sets that. */
final class ElapsedTime {

    private ElapsedTime() {}

    /** Only differences mean anything. */
    static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
