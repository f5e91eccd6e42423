package io.millrace.connectors.jdbc.table;

import java.sql.SQLException;

/** A table could not be made or changed; unlike other failures of a batch this is no single record's fault. */
public final class DdlFailed extends SQLException {
    private static final long serialVersionUID = 1L;

    DdlFailed(String sql, SQLException cause) {
        super(cause.getMessage() + " (while running: " + sql + ")", cause.getSQLState(), cause);
    }
}
