package io.millrace.registry.protobuf.link;

/** A file does not fit together with what it imports, or is wrong in itself; the message says how. */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    LinkException(String message) {
        super(message);
    }
}
