package io.millrace.registry.json.shape;

import java.util.Optional;

/** Keywords of strings. */
public record StringRule(Span length, Optional<String> pattern) implements Rule {
    @Override
    public String label() {
        return "string";
    }
}
