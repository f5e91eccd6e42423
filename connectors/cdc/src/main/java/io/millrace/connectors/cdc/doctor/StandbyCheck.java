package io.millrace.connectors.cdc.doctor;

import java.sql.SQLException;
import java.util.List;

/** A standby takes no publication and no heartbeat. */
final class StandbyCheck implements Check {

    @Override
    public List<Finding> examine(Examination examination) throws SQLException {
        if ("f".equals(examination.value("SELECT pg_is_in_recovery()"))) {
            return List.of();
        }
        return List.of(Finding.warning(
                "database.hostname",
                "the server is a standby: publications cannot be created and heartbeats cannot be written here",
                "connect to the primary, or create the publication there and set"
                        + " publication.autocreate.mode=disabled and heartbeat.action.query to an empty text"));
    }
}
