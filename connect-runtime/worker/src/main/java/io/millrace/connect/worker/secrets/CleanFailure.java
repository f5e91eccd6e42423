package io.millrace.connect.worker.secrets;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * An exception for the log in place of one of a plugin that tells a secret. It says what that said, in words that hide it,
 * and has its stack, its causes and what it suppressed. Plugins write exceptions, so nothing of theirs is trusted: their
 * methods may throw, and their causes may have no end.
 */
final class CleanFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** Of one failure, causes and suppressed ones together. Nobody reads more. */
    static final int FAILURES_MAX = 50;

    private CleanFailure(String text) {
        super(text);
    }

    /** The failure itself, if it can be logged as it is. */
    static Throwable of(Throwable failure, Discretion discretion) {
        Copying copying = new Copying(discretion);
        CleanFailure copy = copying.copy(failure);
        return copying.altered ? copy : failure;
    }

    /** The text begins with the class of the original. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // This class is not what went wrong.
    public String toString() {
        return getMessage();
    }

    /** One failure with all that hangs on it. */
    private static final class Copying {
        private final Discretion discretion;
        private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean altered;

        private Copying(Discretion discretion) {
            this.discretion = discretion;
        }

        private CleanFailure copy(Throwable failure) {
            seen.add(failure);
            CleanFailure copy = new CleanFailure(cleaned(failure));
            try {
                copy.setStackTrace(failure.getStackTrace());
                Throwable cause = failure.getCause();
                if (wanted(cause)) {
                    copy.initCause(copy(cause));
                }
                for (Throwable suppressed : failure.getSuppressed()) {
                    if (wanted(suppressed)) {
                        copy.addSuppressed(copy(suppressed));
                    }
                }
            } catch (Throwable e) {
                // The log would ask the same, and fail in the same way.
                altered = true;
            }
            return copy;
        }

        private boolean wanted(Throwable next) {
            if (next == null || seen.contains(next)) {
                return false;
            }
            if (seen.size() >= FAILURES_MAX) {
                // What is not looked at must not be logged.
                altered = true;
                return false;
            }
            return true;
        }

        private String cleaned(Throwable failure) {
            String text = said(failure);
            String clean = discretion.text(text);
            altered |= !clean.equals(text);
            return clean;
        }

        /** All that a log may print of it. */
        private String said(Throwable failure) {
            try {
                String text = String.valueOf(failure.toString());
                String message = failure.getMessage();
                return message == null || text.contains(message) ? text : text + ": " + message;
            } catch (Throwable e) {
                altered = true;
                return failure.getClass().getName() + ", of which no message can be had: "
                        + e.getClass().getName();
            }
        }
    }
}
