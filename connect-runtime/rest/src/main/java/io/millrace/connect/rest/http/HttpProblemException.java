package io.millrace.connect.rest.http;

/** Ends a request with a status and a sentence for the client. */
public final class HttpProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** The status is also the error code of the body. */
    public HttpProblemException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
