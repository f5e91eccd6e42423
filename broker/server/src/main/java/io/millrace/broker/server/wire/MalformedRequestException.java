package io.millrace.broker.server.wire;

/** The bytes of a frame are no request that can be understood. Without a stack trace: clients provoke it at will. */
public final class MalformedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedRequestException(String message) {
        super(message, null, false, false);
    }
}
