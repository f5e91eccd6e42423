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
    DELETE_ASSOCIATIONS(true),
    CREATE_KEK(false, true),
    CHANGE_KEK(false, true),
    DELETE_KEK(false, true),
    UNDELETE_KEK(false, true),
    CREATE_DEK(false, true),
    DELETE_DEK(false, true),
    UNDELETE_DEK(false, true),
    CREATE_EXPORTER(false, true),
    CHANGE_EXPORTER(false, true),
    DELETE_EXPORTER(false, true),
    PAUSE_EXPORTER(false, true),
    RESUME_EXPORTER(false, true),
    RESET_EXPORTER(false, true);

    private final boolean mayRunDry;
    private final boolean secret;

    Change(boolean mayRunDry) {
        this(mayRunDry, false);
    }

    Change(boolean mayRunDry, boolean secret) {
        this.mayRunDry = mayRunDry;
        this.secret = secret;
    }

    /** What of a body may be written down. */
    String shown(String body) {
        return secret ? KeyRedaction.of(body) : body;
    }

    /** Whether a request of this kind changes anything; a dry run is one only where the handler knows of it. */
    boolean isMadeBy(Exchange exchange) {
        return !mayRunDry || !exchange.flag("dryRun");
    }
}
