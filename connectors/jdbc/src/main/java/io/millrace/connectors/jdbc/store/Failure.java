package io.millrace.connectors.jdbc.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/** What a failed statement means for the batch, by its SQLState. */
public enum Failure {
    /** The target is away, overloaded or in another's way: reconnect and try the whole batch again. */
    TRANSIENT,
    /** Some record of the batch does not fit; others do. */
    RECORD,
    /** Nothing of this kind will work until somebody changes the target or the configuration. */
    PERMANENT;

    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58");
    private static final Set<String> TRANSIENT_STATES = Set.of(
            "25006", // read-only: the server became a standby
            "25P02", // the transaction was aborted by an earlier error that the driver hid
            "25P03", // idle in transaction for too long
            "25P04", // transaction timeout
            "26000", // a prepared statement that a pooler lost
            "55006", "55P03"); // lock not available
    private static final Set<String> RECORD_CLASSES = Set.of("21", "22", "23", "42", "44", "54", "P0");
    private static final Set<String> PERMANENT_STATES = Set.of("42501", "42P01", "42P10");

    /** Classifies by the state of the exception or, when it has none, of its cause. */
    public static Failure of(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.length() != 5) {
            return error.getCause() instanceof IOException ? TRANSIENT : PERMANENT;
        }
        String stateClass = state.substring(0, 2);
        if (TRANSIENT_CLASSES.contains(stateClass) || TRANSIENT_STATES.contains(state)) {
            return TRANSIENT;
        }
        if (PERMANENT_STATES.contains(state)) {
            return PERMANENT;
        }
        return RECORD_CLASSES.contains(stateClass) ? RECORD : PERMANENT;
    }

    /** Whether the server gave a statement up because it ran for too long, or because somebody asked it to. */
    public static boolean tookTooLong(SQLException error) {
        return "57014".equals(error.getSQLState());
    }

    /** Whether the target may have been changed by somebody else since its layout was read. */
    public static boolean mayBeStaleLayout(SQLException error) {
        String state = error.getSQLState();
        return state != null && (state.startsWith("42") || state.equals("0A000") || state.equals("23502"));
    }
}
