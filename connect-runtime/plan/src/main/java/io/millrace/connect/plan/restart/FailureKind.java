package io.millrace.connect.plan.restart;

/** What a failure says of the chances of a restart. */
public enum FailureKind {
    /** The other side was away or busy; it may be back. */
    RETRIABLE(true, "something that the connector needs was not available"),
    /** Another instance took the place, or the group or the transaction coordinator took this one for dead. */
    FENCED(true, "it was taken for dead or replaced"),
    /** Memory or threads ran out. */
    RESOURCES(true, "the worker ran out of memory or threads"),
    /** A mistake in code, which may show only in some moments. */
    PROGRAMMING(true, "the code of a plugin made a mistake"),
    /** Nothing is known about it. */
    UNKNOWN(true, "the cause is not one that the runtime knows"),
    /** A record cannot be processed, and would be met again. */
    DATA(false, "a record cannot be processed and would be met again"),
    /** The settings are wrong until somebody corrects them. */
    CONFIGURATION(false, "the configuration is wrong"),
    /** Classes are missing or do not fit together. */
    PLUGIN(false, "classes of a plugin are missing or do not fit together"),
    /** A call into the plugin does not return; each further attempt would cost a further thread. */
    HUNG(false, "a call into the plugin did not return");

    private final boolean restartable;
    private final String meaning;

    FailureKind(boolean restartable, String meaning) {
        this.restartable = restartable;
        this.meaning = meaning;
    }

    /** Whether the same thing may go well a moment later. */
    public boolean restartable() {
        return restartable;
    }

    /** For people, as the end of a sentence that begins with "because". */
    public String meaning() {
        return meaning;
    }
}
