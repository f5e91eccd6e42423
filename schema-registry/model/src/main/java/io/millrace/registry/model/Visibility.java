package io.millrace.registry.model;

/** Which versions a question is about. */
public enum Visibility {
    LIVE,
    WITH_DELETED,
    ONLY_DELETED;

    /** Whether a version in that condition is meant. */
    public boolean shows(boolean deleted) {
        return switch (this) {
            case LIVE -> !deleted;
            case WITH_DELETED -> true;
            case ONLY_DELETED -> deleted;
        };
    }
}
