package io.millrace.registry.model.command;

import io.millrace.registry.model.schema.Incompatibility;
import java.util.List;

/** Whether a schema may follow others, and if not, why: for people, and rule by rule for programs. */
public record CompatibilityVerdict(boolean compatible, List<String> messages, List<Reason> reasons) {
    /**
     * One broken rule.
     *
     * @param oldText what the earlier schema says there, empty if nothing
     * @param newText what the newer schema says there, empty if nothing
     */
    public record Reason(String path, String rule, String oldText, String newText) {
        static Reason of(Incompatibility found, Incompatibility.Sides sides) {
            return switch (sides) {
                case NEW_READS_OLD -> new Reason(found.path(), found.rule(), found.writer(), found.reader());
                case OLD_READS_NEW -> new Reason(found.path(), found.rule(), found.reader(), found.writer());
            };
        }
    }

    public CompatibilityVerdict {
        messages = List.copyOf(messages);
        reasons = List.copyOf(reasons);
    }

    /** Nothing speaks against it. */
    public static CompatibilityVerdict yes() {
        return new CompatibilityVerdict(true, List.of(), List.of());
    }

    /** Something does that has no place in the schema. */
    public static CompatibilityVerdict no(String message) {
        return new CompatibilityVerdict(false, List.of(message), List.of());
    }
}
