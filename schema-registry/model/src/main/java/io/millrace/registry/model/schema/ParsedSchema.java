package io.millrace.registry.model.schema;

/** A schema that parsed. Immutable, for any thread. */
public interface ParsedSchema {
    /** Its text as this registry stores it: references stay references. */
    String canonicalText();

    /** A text of the same schema that is equal for all spellings that mean the same. */
    String normalText();
}
