package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.schema.CompatibilityPolicy;

/** What a new schema of a subject is measured by. */
public record CompatibilityRules(CompatibilityLevel level, CompatibilityPolicy policy) {
    /** A level under the rules that every registry follows. */
    public static CompatibilityRules of(CompatibilityLevel level) {
        return new CompatibilityRules(level, CompatibilityPolicy.STRICT);
    }
}
