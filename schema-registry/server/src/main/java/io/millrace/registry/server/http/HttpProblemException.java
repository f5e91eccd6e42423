package io.millrace.registry.server.http;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;

/** A request ends here, with this status and error body. */
final class HttpProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int FORBIDDEN = 403;

    private final int status;
    private final int code;

    HttpProblemException(int status, String message) {
        this(status, status, message);
    }

    HttpProblemException(RegistryErrorCode code, String message) {
        this(code.httpStatus(), code.code(), message);
    }

    HttpProblemException(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    /** Whether the caller has no right to what he asks for. */
    boolean isDenial() {
        return status == FORBIDDEN;
    }

    /** The value of a decision; a refusal ends the request. */
    static <T> T orEnd(Decision<T> decision) {
        return decision.fold(value -> value, refused -> {
            throw new HttpProblemException(refused.code(), refused.message());
        });
    }
}
