package io.millrace.broker.metadata.wire;

/** Stored metadata cannot be understood: damaged, of an unknown type, or written by a newer version. */
public final class MetadataFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MetadataFormatException(String message) {
        super(message);
    }

    public MetadataFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
