package io.millrace.http;

/** The properties do not make a server; the message says which one and what would. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;
    private final String reason;

    public ConfigException(String message) {
        super(message);
        this.key = null;
        this.value = null;
        this.reason = message;
    }

    /**
     * About one property.
     *
     * @param value what it is set to, or null where it is missing; never a secret
     * @param reason a sentence about it that begins with its verb
     */
    public ConfigException(String key, String value, String reason) {
        super(key + (value == null ? "" : "=" + value) + ": " + reason);
        this.key = key;
        this.value = value;
        this.reason = reason;
    }

    /** The property that is wrong, or null where it is more than one. */
    public String key() {
        return key;
    }

    /** What the property is set to, or null. */
    public String value() {
        return value;
    }

    /** What is wrong, without the name of the property. */
    public String reason() {
        return reason;
    }
}
