package io.millrace.registry.protobuf.text;

/** A text is not {@code .proto}, or larger than a limit; the message says where and why. */
public final class ProtoSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong at a line and column, both counted from 1. */
    ProtoSyntaxException(int line, int column, String message) {
        super("line " + line + ", column " + column + ": " + message);
    }

    /** Says what is wrong with the whole. */
    public ProtoSyntaxException(String message) {
        super(message);
    }
}
