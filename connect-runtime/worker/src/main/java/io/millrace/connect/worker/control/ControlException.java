package io.millrace.connect.worker.control;

import java.net.URI;
import java.util.Optional;

/** The one way in which a control call fails: a reason that a caller can act on and a message for people. */
public final class ControlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; each maps to one HTTP status. */
    public enum Reason {
        /** 404 */
        NOT_FOUND,
        /** 409, the name is taken. */
        ALREADY_EXISTS,
        /** 400 */
        BAD_REQUEST,
        /** 403, switched off by the worker's configuration. */
        FORBIDDEN,
        /** 409, another operation is in the way. */
        CONFLICT,
        /** 429, one at a time. */
        BUSY,
        /** Another worker must do it: forward to {@link ControlException#forwardTo()}, or 409 when that is empty. */
        NOT_OWNER,
        /** 503, still starting or already closing. */
        UNAVAILABLE,
        /** 500, no answer in time; the operation may still apply. */
        TIMED_OUT,
        /** 500 */
        INTERNAL
    }

    private final Reason reason;
    private final transient URI forwardTo;

    private ControlException(Reason reason, String message, URI forwardTo, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.forwardTo = forwardTo;
    }

    public ControlException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    public ControlException(Reason reason, String message, Throwable cause) {
        this(reason, message, null, cause);
    }

    /** {@code owner} is null while no leader is known. */
    public static ControlException notOwner(String message, URI owner) {
        return new ControlException(Reason.NOT_OWNER, message, owner, null);
    }

    /** The same refusal in other words. */
    public ControlException saying(String otherMessage) {
        return otherMessage == null || otherMessage.equals(getMessage())
                ? this
                : new ControlException(reason, otherMessage, forwardTo, null);
    }

    public Reason reason() {
        return reason;
    }

    /** The REST address of the worker that can answer. */
    public Optional<URI> forwardTo() {
        return Optional.ofNullable(forwardTo);
    }
}
