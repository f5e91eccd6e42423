package io.millrace.registry.protobuf.option;

/** An option does not exist, or has a value that it cannot have. */
public final class OptionException extends Exception {
    private static final long serialVersionUID = 1L;

    OptionException(String message) {
        super(message);
    }
}
