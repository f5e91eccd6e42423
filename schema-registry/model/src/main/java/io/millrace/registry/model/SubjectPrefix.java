package io.millrace.registry.model;

import java.util.Optional;

/** Which subjects a list is about: those of one context, or of all, whose names begin alike. */
public record SubjectPrefix(Optional<String> context, String name) {
    private static final String ALL_CONTEXTS = ":*:";

    /**
     * Reads a prefix as a path inside a context carries it: {@code :*:} stands for all contexts, which inside a context
     * other than the default one are that context.
     */
    public static SubjectPrefix parseIn(String context, String written) {
        if (written.startsWith(ALL_CONTEXTS)) {
            boolean everywhere = context.equals(SubjectName.DEFAULT_CONTEXT);
            return new SubjectPrefix(
                    everywhere ? Optional.empty() : Optional.of(context), written.substring(ALL_CONTEXTS.length()));
        }
        SubjectName prefix = SubjectName.parseIn(context, written);
        return new SubjectPrefix(Optional.of(prefix.context()), prefix.name());
    }

    /** All subjects of one context. */
    public static SubjectPrefix ofContext(String context) {
        return new SubjectPrefix(Optional.of(context), "");
    }

    /** All subjects of all contexts. */
    public static SubjectPrefix everything() {
        return new SubjectPrefix(Optional.empty(), "");
    }

    /** Whether a stored name is meant. */
    public boolean matches(String qualified) {
        SubjectName subject = SubjectName.parse(qualified);
        return context.filter(own -> !own.equals(subject.context())).isEmpty()
                && subject.name().startsWith(name);
    }

    /** What all stored names begin with that can be meant. */
    public String commonPrefix() {
        return context.map(own -> new SubjectName(own, name).qualified()).orElse("");
    }
}
