package io.millrace.connectors.cdc.doctor;

import java.util.List;

/** A large value that an update does not touch is missing from the log unless the replica identity is full. */
final class ToastCheck implements Check {

    @Override
    public List<Finding> examine(Examination examination) {
        return examination.capturedTables().stream()
                .filter(table -> table.replicaIdentity() != 'f' && table.identifiesRows())
                .filter(table -> !table.toastedColumns().isEmpty())
                .map(table -> Finding.warning(
                        "table.include.list",
                        "updates of '" + table.name() + "' leave out large values that they do not change ("
                                + Examination.listed(table.toastedColumns())
                                + "): sinks see a placeholder, and after a change of the key the value is gone",
                        "ALTER TABLE " + table.quoted() + " REPLICA IDENTITY FULL, at the price of a larger"
                                + " write-ahead log; the warehouse sink keeps the old value as long as keys stay"))
                .toList();
    }
}
