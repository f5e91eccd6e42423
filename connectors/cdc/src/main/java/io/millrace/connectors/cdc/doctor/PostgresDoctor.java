package io.millrace.connectors.cdc.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** Logs in to the source and asks every {@link Check} what stands in the way of capturing its changes. */
public final class PostgresDoctor {

    private static final List<Check> CHECKS = List.of(
            new WalLevelCheck(),
            new StandbyCheck(),
            new ReplicationRightCheck(),
            new SlotCheck(),
            new CapacityCheck(),
            new SelectionCheck(),
            new PublicationCheck(),
            new ReadRightCheck(),
            new RowIdentityCheck(),
            new ToastCheck());

    private PostgresDoctor() {}

    /**
     * Examines the source that the settings name.
     *
     * @param settings the settings of the connector, with the gaps filled
     * @param ownerOfSlot the application name that sessions of this very connector carry
     */
    public static DoctorReport examine(Map<String, String> settings, String ownerOfSlot) {
        SourceSettings source = new SourceSettings(settings, ownerOfSlot);
        if (!SourceLogin.isHost(source.host())) {
            return new DoctorReport(List.of(Finding.error(
                    "database.hostname", "'" + source.host() + "' is not a host name", "give a name or an address")));
        }
        List<Finding> findings = new ArrayList<>();
        try (Connection connection = SourceLogin.open(source, source.database())) {
            findings.addAll(examine(source, connection));
        } catch (SQLException e) {
            findings.add(LoginFailure.explain(source, e));
        }
        findings.sort(Comparator.comparing(Finding::severity));
        return new DoctorReport(findings);
    }

    private static List<Finding> examine(SourceSettings source, Connection connection) {
        List<Finding> findings = new ArrayList<>();
        try {
            Examination examination = new Examination(source, connection);
            for (Check check : CHECKS) {
                findings.addAll(check.examine(examination));
            }
        } catch (SQLException e) {
            findings.add(Finding.error(
                    "database.hostname",
                    "the server let us in and then refused a question: " + e.getMessage(),
                    "check the rights of user '" + source.user() + "' on the system catalogs"));
        } catch (PatternSyntaxException e) {
            findings.add(Finding.error(
                    "table.include.list",
                    "not a regular expression: " + e.getPattern() + " (" + e.getDescription() + ")",
                    "correct the include and exclude lists"));
        }
        return findings;
    }
}
