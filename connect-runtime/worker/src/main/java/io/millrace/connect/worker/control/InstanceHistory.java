package io.millrace.connect.worker.control;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of the past of a connector instance or task, across its workers.
 *
 * @param sinceMs when it came into its present state, in milliseconds since 1970; empty for what a stock worker wrote
 * @param restarts how often it was restarted, by request or by itself; moves and new configurations do not count
 * @param lastError stays after a restart, until there is a newer one
 */
public record InstanceHistory(OptionalLong sinceMs, int restarts, Optional<LastError> lastError) {

    public static final InstanceHistory NONE = new InstanceHistory(OptionalLong.empty(), 0, Optional.empty());

    /** When something failed, where, and how it said so; the trace is cut where it is long. */
    public record LastError(long atMs, String workerId, String trace) {}

    /** The same past of something whose present state nobody can date. */
    public InstanceHistory undated() {
        return new InstanceHistory(OptionalLong.empty(), restarts, lastError);
    }
}
