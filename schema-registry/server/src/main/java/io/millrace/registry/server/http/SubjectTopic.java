package io.millrace.registry.server.http;

import io.millrace.registry.model.SubjectName;

/** Which topic's ACLs a subject has. */
final class SubjectTopic {
    private static final String KEY = "-key";
    private static final String VALUE = "-value";

    private SubjectTopic() {}

    /**
     * {@code orders} for {@code orders-key} and {@code orders-value}, and the name itself for any other. In a context it
     * stands behind that, as {@code :.staging:orders}: no topic has such a name, so that rights to topics are rights to
     * the default context alone.
     */
    static String of(String qualifiedSubject) {
        SubjectName subject = SubjectName.parse(qualifiedSubject);
        return new SubjectName(subject.context(), topic(subject.name())).qualified();
    }

    private static String topic(String name) {
        for (String suffix : new String[] {KEY, VALUE}) {
            if (name.endsWith(suffix) && name.length() > suffix.length()) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }
}
