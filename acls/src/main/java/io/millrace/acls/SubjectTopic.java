package io.millrace.acls;

/** Which topic's ACLs a subject of the schema registry has. */
public final class SubjectTopic {
    private static final String DEFAULT_CONTEXT = ":.:";
    private static final String KEY = "-key";
    private static final String VALUE = "-value";

    private SubjectTopic() {}

    /**
     * {@code orders} for {@code orders-key} and {@code orders-value}, and the name itself for any other. In a context it
     * stands behind that, as {@code :.staging:orders}: no topic has such a name, so that rights to topics are rights to
     * the default context alone.
     */
    public static String of(String subject) {
        int end = subject.startsWith(":.") ? subject.indexOf(':', 1) + 1 : 0;
        String context = subject.substring(0, end);
        return (context.equals(DEFAULT_CONTEXT) ? "" : context) + topic(subject.substring(end));
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
