package io.millrace.connect.worker.observe;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that plugins hold although they were asked, stopped and interrupted. They cost memory, nothing else. */
public final class Quarantine {

    private static final Logger LOGGER = LoggerFactory.getLogger(Quarantine.class);

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Gives a thread up. */
    public void add(Thread thread) {
        threads.add(thread);
        LOGGER.error("plugin does not return, thread given up thread={}", thread.getName());
    }

    /** The names of those that still live. */
    public SortedSet<String> names() {
        threads.removeIf(thread -> !thread.isAlive());
        SortedSet<String> names = new TreeSet<>();
        threads.forEach(thread -> names.add(thread.getName()));
        return names;
    }
}
