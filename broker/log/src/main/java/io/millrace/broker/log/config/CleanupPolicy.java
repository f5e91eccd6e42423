package io.millrace.broker.log.config;

import java.util.List;

/** {@code cleanup.policy}: what happens to old records. */
public record CleanupPolicy(boolean delete, boolean compact) {
    static CleanupPolicy of(List<String> names) {
        return new CleanupPolicy(names.contains("delete"), names.contains("compact"));
    }
}
