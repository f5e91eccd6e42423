package io.millrace.connect.plan;

/** Names one task of a connector by its index. */
public record TaskId(String connector, int task) implements Comparable<TaskId> {

    /** Reads {@code name-3}: the index follows the last dash, because names may hold dashes themselves. */
    public static TaskId parse(String text) {
        int dash = text.lastIndexOf('-');
        if (dash <= 0 || dash == text.length() - 1) {
            throw new IllegalArgumentException("Not a task id: " + text);
        }
        return new TaskId(text.substring(0, dash), Integer.parseInt(text.substring(dash + 1)));
    }

    @Override
    public int compareTo(TaskId other) {
        int byName = connector.compareTo(other.connector);
        return byName != 0 ? byName : Integer.compare(task, other.task);
    }

    @Override
    public String toString() {
        return connector + "-" + task;
    }
}
