package io.millrace.registry.json.compare;

/** Ends a comparison that exceeds a limit; never leaves this package. */
final class TooComplexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooComplexException(String reason) {
        super(reason, null, false, false);
    }
}
