package io.millrace.connect.install;

/** Why nothing was changed, for the person who wanted it: what was wrong and what to do. */
public final class InstallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InstallException(String message) {
        super(message);
    }

    public InstallException(String message, Throwable cause) {
        super(message, cause);
    }
}
