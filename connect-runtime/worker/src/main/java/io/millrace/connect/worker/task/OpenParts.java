package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.secrets.Discretion;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened for a task, to be closed in the opposite order; a part that fails to close keeps no other open. */
final class OpenParts implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenParts.class);

    private final TaskId task;
    private final Discretion discretion;
    private final Deque<Part> parts = new ArrayDeque<>();

    /** {@code discretion} of what the parts throw when they close. */
    OpenParts(TaskId task, Discretion discretion) {
        this.task = task;
        this.discretion = discretion;
    }

    private record Part(String name, AutoCloseable closing) {}

    /** Remembers how to close a part. */
    void add(String name, AutoCloseable closing) {
        parts.push(new Part(name, closing));
    }

    /** Closes a part now, and logs what it throws. */
    void close(String name, AutoCloseable closing) {
        try {
            closing.close();
        } catch (Throwable e) {
            // Plugins throw anything, linkage errors included, and none of it may keep the task from ending.
            LOGGER.warn("part did not close task={} part={}", task, name, discretion.failure(e));
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part newest = parts.pop();
            close(newest.name(), newest.closing());
        }
    }
}
