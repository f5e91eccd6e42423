package io.millrace.registry.model;

/**
 * A subject inside a context; {@code orders-value} and {@code :.:orders-value} are the same subject of the default
 * context, {@code :.staging:orders-value} is another one.
 */
public record SubjectName(String context, String name) {
    /** The scope above all contexts: its config and mode hold where nothing nearer says otherwise. */
    public static final String GLOBAL_SCOPE = ":.__GLOBAL:";

    /** The context of every name that carries none. */
    public static final String DEFAULT_CONTEXT = ".";

    /** Reads a name as clients write it. */
    public static SubjectName parse(String written) {
        if (written.startsWith(":.")) {
            int end = written.indexOf(':', 1);
            if (end > 0) {
                return new SubjectName(written.substring(1, end), written.substring(end + 1));
            }
            return new SubjectName(written.substring(1), "");
        }
        return new SubjectName(DEFAULT_CONTEXT, written);
    }

    /** Puts a name that carries no context of its own into the given context. */
    public static SubjectName parseIn(String context, String written) {
        return written.startsWith(":.") ? parse(written) : new SubjectName(context, written);
    }

    /** The one spelling that is stored and listed. */
    public String qualified() {
        return context.equals(DEFAULT_CONTEXT) ? name : ":" + context + ":" + name;
    }

    /** The stored spelling of a name as a client wrote it. */
    public static String qualify(String written) {
        return parse(written).qualified();
    }

    /** The context of a stored name. */
    public static String contextOf(String qualified) {
        return qualified.startsWith(":.") ? parse(qualified).context() : DEFAULT_CONTEXT;
    }

    /** The name of a context that is written as {@code .c}, {@code c} or {@code :.c:}. */
    public static String contextNamed(String written) {
        String name = written.startsWith(":") ? written.substring(1) : written;
        String bare = name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
        return bare.startsWith(".") ? bare : "." + bare;
    }

    /** The stored spelling of a whole context, under which its config and mode are kept. */
    public static String scopeOf(String context) {
        return context.equals(DEFAULT_CONTEXT) ? "" : ":" + context + ":";
    }

    /** Whether this names a whole context. */
    public boolean isContext() {
        return name.isEmpty();
    }

    /** Whether a schema may be registered under this name. */
    public boolean isValid() {
        return !name.isBlank()
                && name.chars().noneMatch(Character::isISOControl)
                && !name.equals("__GLOBAL")
                && !name.equals("__EMPTY")
                && !qualified().startsWith(GLOBAL_SCOPE);
    }
}
