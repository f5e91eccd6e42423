package io.millrace.connectors.cdc.doctor;

import java.sql.SQLException;
import java.util.List;

/** The write-ahead log must carry enough to decode rows from it. */
final class WalLevelCheck implements Check {

    @Override
    public List<Finding> examine(Examination examination) throws SQLException {
        String level = examination.value("SHOW wal_level");
        if ("logical".equals(level)) {
            return List.of();
        }
        return List.of(Finding.error(
                "slot.name",
                "wal_level is '" + level + "', and logical decoding needs 'logical'",
                "as a superuser run ALTER SYSTEM SET wal_level = 'logical' and restart the server"
                        + " (pg_ctl restart; a reload is not enough). On Amazon RDS set rds.logical_replication = 1"
                        + " in the parameter group and reboot"));
    }
}
