package io.millrace.connect.worker.observe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Thread groups, one for each task that runs: a thread belongs to the group of the thread that made it, so that those of
 * a task's clients and of its plugin are found too. Any thread.
 *
 * <p>A group is used again when all of its threads have ended. It is never destroyed: a thread factory that a plugin keeps
 * for good would make threads in it no more. So there are as many groups as tasks ran, or were left behind, at one time.
 */
final class TaskThreads {

    private final ThreadGroup parent = new ThreadGroup("connect-tasks");
    private final Deque<ThreadGroup> free = new ArrayDeque<>();
    private final Set<ThreadGroup> taken = new HashSet<>();

    synchronized ThreadGroup take() {
        ThreadGroup group = empty();
        taken.add(group);
        return group;
    }

    private ThreadGroup empty() {
        for (Iterator<ThreadGroup> groups = free.iterator(); groups.hasNext(); ) {
            ThreadGroup group = groups.next();
            if (group.activeCount() == 0) {
                groups.remove();
                return group;
            }
        }
        return new ThreadGroup(parent, "connect-task-" + (free.size() + taken.size()));
    }

    /** The task is over; threads that it left behind go on in the group. */
    synchronized void giveBack(ThreadGroup group) {
        if (taken.remove(group)) {
            free.add(group);
        }
    }

    /** The threads of a group that live, by id. */
    static Map<Long, Thread> living(ThreadGroup group) {
        Thread[] threads = new Thread[group.activeCount() + 1];
        int count = group.enumerate(threads);
        while (count == threads.length) {
            // What does not fit is left out without a word.
            threads = new Thread[threads.length * 2];
            count = group.enumerate(threads);
        }
        Map<Long, Thread> living = new HashMap<>();
        for (int thread = 0; thread < count; thread++) {
            living.put(threads[thread].getId(), threads[thread]);
        }
        return living;
    }
}
