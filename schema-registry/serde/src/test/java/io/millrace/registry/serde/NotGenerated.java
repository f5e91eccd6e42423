package io.millrace.registry.serde;

/** A class whose code must not run because a schema has its name. */
final class NotGenerated {
    static {
        System.setProperty(NotGenerated.class.getName(), "has run");
    }

    private NotGenerated() {}
}
