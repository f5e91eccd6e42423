package io.millrace.broker.server.hosting;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who wait for records of one partition. Anybody may park, from any thread; they are woken on the partition's
 * loop. Whoever parks must look at the high watermark once more afterwards.
 */
final class ParkedFetches {

    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    void park(Runnable wake) {
        waiting.add(wake);
    }

    void leave(Runnable wake) {
        waiting.remove(wake);
    }

    void wakeAll() {
        if (!waiting.isEmpty()) {
            waiting.forEach(Runnable::run);
        }
    }
}
