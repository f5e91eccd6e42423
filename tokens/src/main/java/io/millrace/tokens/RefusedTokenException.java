package io.millrace.tokens;

/** A token is not accepted; the message says why, without anything of the token. */
public final class RefusedTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedTokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
