package io.millrace.connectors.cdc.doctor;

import java.util.List;
import java.util.stream.Collectors;

/** The snapshot reads the tables with plain SELECT. */
final class ReadRightCheck implements Check {

    @Override
    public List<Finding> examine(Examination examination) {
        List<SourceTable> closed = examination.capturedTables().stream()
                .filter(table -> !table.readableByUser())
                .toList();
        if (closed.isEmpty()) {
            return List.of();
        }
        String user = SourceTable.quote(examination.settings().user());
        String schemas = closed.stream()
                .map(table -> SourceTable.quote(table.schema()))
                .distinct()
                .collect(Collectors.joining(", "));
        String tables = closed.stream().map(SourceTable::quoted).collect(Collectors.joining(", "));
        return List.of(Finding.error(
                "database.user",
                "user " + user + " may not read "
                        + Examination.listed(
                                closed.stream().map(SourceTable::name).toList()),
                "GRANT USAGE ON SCHEMA " + schemas + " TO " + user + "; GRANT SELECT ON " + tables + " TO " + user));
    }
}
