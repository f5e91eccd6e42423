package io.millrace.connect.worker.observe;

import io.millrace.connect.plugins.validate.LateThreads;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that plugins hold although they were asked, stopped and interrupted. They cost memory, nothing else. */
public final class Quarantine implements LateThreads {

    private static final Logger LOGGER = LoggerFactory.getLogger(Quarantine.class);

    private static final String ABANDONED = "abandoned-";

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Gives a thread up, for good; its name says so from now on. */
    public void add(Thread thread) {
        thread.setName(ABANDONED + thread.getName());
        threads.add(thread);
        LOGGER.error("plugin does not return, thread given up thread={}", thread.getName());
    }

    @Override
    public void givenUp(Thread thread) {
        add(thread);
    }

    @Override
    public void cameBack(Thread thread) {
        threads.remove(thread);
        thread.setName(thread.getName().substring(ABANDONED.length()));
        LOGGER.info("plugin has returned after all thread={}", thread.getName());
    }

    /** How many still live. */
    public int count() {
        threads.removeIf(thread -> !thread.isAlive());
        return threads.size();
    }

    /** The names of those that still live. */
    public SortedSet<String> names() {
        threads.removeIf(thread -> !thread.isAlive());
        SortedSet<String> names = new TreeSet<>();
        threads.forEach(thread -> names.add(thread.getName()));
        return names;
    }
}
