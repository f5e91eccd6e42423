package io.millrace.registry.serde.protobuf;

/** A document does not stand for a message of its type; the message says where and why. */
final class UnfitDocumentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** {@code place} is a JSON pointer; an empty one leads to the whole document. */
    UnfitDocumentException(String place, String why, Throwable cause) {
        super((place.isEmpty() ? "" : place + ": ") + why, cause);
    }
}
