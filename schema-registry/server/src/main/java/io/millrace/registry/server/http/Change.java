package io.millrace.registry.server.http;

/** The kinds of changes that requests make, as the audit topic names them. */
enum Change {
    REGISTER_SCHEMA(true),
    TAG_SCHEMA(false),
    DELETE_VERSION(false),
    DELETE_SUBJECT(false),
    SET_CONFIG(false),
    DELETE_CONFIG(false),
    SET_MODE(false),
    DELETE_MODE(false),
    DELETE_CONTEXT(false),
    CHANGE_ASSOCIATIONS(true),
    DELETE_ASSOCIATIONS(true);

    private final boolean mayRunDry;

    Change(boolean mayRunDry) {
        this.mayRunDry = mayRunDry;
    }

    /** Whether a request of this kind changes anything; a dry run is one only where the handler knows of it. */
    boolean isMadeBy(Exchange exchange) {
        return !mayRunDry || !exchange.flag("dryRun");
    }
}
