package io.millrace.registry.model.schema;

/** How closely a text is looked at. */
public enum Strictness {
    /** Names, defaults and the like must be right: for schemas that are new. */
    STRICT,
    /** Whatever an earlier registry took stays readable. */
    LENIENT
}
