package io.millrace.gateway.http;

import java.util.Optional;

/** Ends a request with a status, a code and a sentence for the client. */
public final class HttpProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final boolean passing;

    /** The status is also the code of the body. */
    public HttpProblemException(int status, String message) {
        this(status, status, message);
    }

    /** The code is one of those that REST Proxy gives, such as 40401, or the status. */
    public HttpProblemException(int status, int code, String message) {
        this(status, code, message, false);
    }

    private HttpProblemException(int status, int code, String message, boolean passing) {
        super(message);
        this.status = status;
        this.code = code;
        this.passing = passing;
    }

    /** The same, with the advice to try again in a moment. */
    public static HttpProblemException passing(int status, int code, String message) {
        return new HttpProblemException(status, code, message, true);
    }

    public int status() {
        return status;
    }

    public int code() {
        return code;
    }

    /** What stands in {@code Retry-After}, in seconds, if the trouble passes by itself. */
    Optional<String> retryAfter() {
        return passing ? Optional.of("1") : Optional.empty();
    }
}
