package io.millrace.connectors.cdc.doctor;

import java.util.ArrayList;
import java.util.List;

/** An update or a delete must tell which row it concerns. */
final class RowIdentityCheck implements Check {

    private static final String KEY = "table.include.list";

    @Override
    public List<Finding> examine(Examination examination) {
        List<Finding> findings = new ArrayList<>();
        boolean repaired = examination.settings().isSet("replica.identity.autoset.values");
        for (SourceTable table : examination.capturedTables()) {
            if (!table.identifiesRows() && !repaired) {
                findings.add(Finding.error(
                        KEY,
                        "table '" + table.name() + "' has no primary key and no replica identity: once it is"
                                + " published, PostgreSQL refuses every UPDATE and DELETE of it",
                        "ALTER TABLE " + table.quoted() + " ADD PRIMARY KEY (...), or ALTER TABLE " + table.quoted()
                                + " REPLICA IDENTITY FULL, or leave the table out"));
            } else if (!table.hasPrimaryKey() && !examination.settings().isSet("message.key.columns")) {
                findings.add(Finding.warning(
                        KEY,
                        "table '" + table.name() + "' has no primary key: its records have no key, so a sink can"
                                + " append them but not update rows",
                        "ALTER TABLE " + table.quoted() + " ADD PRIMARY KEY (...), or name unique columns in"
                                + " message.key.columns"));
            }
        }
        return findings;
    }
}
