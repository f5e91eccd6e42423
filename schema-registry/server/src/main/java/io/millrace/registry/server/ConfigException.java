package io.millrace.registry.server;

/** The properties do not make a registry; the message says which one and what would. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }
}
