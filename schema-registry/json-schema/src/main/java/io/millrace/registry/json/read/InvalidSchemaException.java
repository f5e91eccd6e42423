package io.millrace.registry.json.read;

/** Ends the reading of a schema; never leaves this package. */
final class InvalidSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidSchemaException(String reason) {
        super(reason, null, false, false);
    }
}
