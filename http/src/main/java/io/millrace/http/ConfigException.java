package io.millrace.http;

/** The properties do not make a server; the message says which one and what would. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
