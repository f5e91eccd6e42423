package io.millrace.broker.network;

import java.io.IOException;

/** What a client sent cannot be the start of a request. */
final class MalformedFrameException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }
}
