package io.millrace.registry.json.validate;

/** Whether a text matches a pattern cannot be found out within the limits. */
final class TooHardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooHardException(String message) {
        super(message);
    }
}
