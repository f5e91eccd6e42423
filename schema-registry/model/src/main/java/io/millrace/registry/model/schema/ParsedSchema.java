package io.millrace.registry.model.schema;

import java.util.List;

/** A schema that parsed. Immutable, for any thread. */
public interface ParsedSchema {
    /** Its text as this registry stores it: references stay references. */
    String canonicalText();

    /** Texts of the same schema that were stored for it before, by which it is still looked up. */
    default List<String> earlierTexts() {
        return List.of();
    }

    /** A text of the same schema that is equal for all spellings that mean the same. */
    String normalText();

    /**
     * What it says, with the types that its references bring where the kind can write them: by this a stored schema is found
     * that has another text than what was sent.
     */
    default String meaning() {
        return normalText();
    }

    /**
     * Whether it has no spelling of its own, as a descriptor has none: it is then the stored schema that means the same, if
     * there is one.
     */
    default boolean isWithoutSpelling() {
        return false;
    }
}
