package io.millrace.connect.rest.http;

import io.millrace.connect.rest.access.Caller;
import io.millrace.connect.rest.access.Role;
import java.util.Optional;

/** Ends a request with a status and a sentence for the client. */
public final class HttpProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String allow;

    /** The status is also the error code of the body. */
    public HttpProblemException(int status, String message) {
        this(status, message, null);
    }

    private HttpProblemException(int status, String message, String allow) {
        super(message);
        this.status = status;
        this.allow = allow;
    }

    /** 405, with the methods that the path has. */
    static HttpProblemException methodNotAllowed(String allow) {
        return new HttpProblemException(405, "HTTP 405 Method Not Allowed", allow);
    }

    /** 403, with the role that would do. */
    public static HttpProblemException forbidden(Caller caller, Role needed, Optional<String> connector) {
        return new HttpProblemException(
                403,
                caller.name() + " may not do this: it is for the role " + needed
                        + connector.map(name -> " of the connector " + name).orElse(""));
    }

    Answer answer() {
        Answer answer = Answer.error(status, getMessage());
        return allow == null ? answer : answer.with("Allow", allow);
    }
}
