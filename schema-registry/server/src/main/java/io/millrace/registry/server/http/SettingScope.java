package io.millrace.registry.server.http;

import io.millrace.registry.model.SubjectName;

/** The scope that a path under {@code /config} or {@code /mode} is about: a subject, or the whole context. */
record SettingScope(String name, boolean isSubject) {
    static SettingScope of(Exchange exchange) {
        boolean subject = exchange.part("subject") != null;
        return new SettingScope(subject ? exchange.subject() : SubjectName.scopeOf(exchange.context()), subject);
    }

    /** Whether the question is what holds there, and not only what is set there. */
    boolean wantsEffective(Exchange exchange) {
        return !isSubject || exchange.flag("defaultToGlobal");
    }
}
