package io.millrace.connectors.cdc.doctor;

import java.sql.SQLException;
import java.util.List;

/** Only some roles may open a replication session. */
final class ReplicationRightCheck implements Check {

    /** Managed services hand the right out by membership in roles of their own. */
    private static final String QUERY = """
            SELECT r.rolreplication OR r.rolsuper OR EXISTS (
                     SELECT 1 FROM pg_roles g
                      WHERE g.rolname IN ('rds_replication', 'rds_superuser', 'rdsadmin', 'rdsrepladmin',
                                          'cloudsqlsuperuser', 'azure_pg_admin')
                        AND pg_has_role(r.oid, g.oid, 'MEMBER'))
              FROM pg_roles r WHERE r.rolname = current_user""";

    @Override
    public List<Finding> examine(Examination examination) throws SQLException {
        if ("t".equals(examination.value(QUERY))) {
            return List.of();
        }
        String user = SourceTable.quote(examination.settings().user());
        return List.of(Finding.error(
                "database.user",
                "user " + user + " may not open a replication session",
                "as a superuser run ALTER ROLE " + user + " REPLICATION (on Amazon RDS: GRANT rds_replication TO "
                        + user + ")"));
    }
}
