package io.millrace.registry.model.avro;

import java.util.List;

/** Whether a schema may follow others, and if not, why. */
public record CompatibilityVerdict(boolean compatible, List<String> messages) {
    public CompatibilityVerdict {
        messages = List.copyOf(messages);
    }

    /** Nothing speaks against it. */
    public static CompatibilityVerdict yes() {
        return new CompatibilityVerdict(true, List.of());
    }
}
