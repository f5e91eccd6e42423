package io.millrace.hub.demo;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/** The end of the demo: one checksum for each table over source, warehouse and files, printed side by side. */
final class Proof {

    private final ShopDatabase database;
    private final FilesReadBack files;

    Proof(ShopDatabase database, FilesReadBack files) {
        this.database = database;
        this.files = files;
    }

    /** Prints the comparison and returns whether all three agree for every table. */
    boolean print(PrintStream out) throws SQLException {
        boolean agree = true;
        String format = "%-12s %9s  %-24s %-24s %-24s %s%n";
        out.printf(Locale.ROOT, format, "TABLE", "CHANGES", "SHOP", "WAREHOUSE", "FILES", "");
        Map<String, FoldedTable> folded = files.read();
        try (Connection shop = database.connect(ShopDatabase.SHOP);
                Connection warehouse = database.connect(ShopDatabase.WAREHOUSE)) {
            for (String table : ShopTables.names()) {
                FoldedTable changes = folded.get(ShopTables.topic(table));
                RestoredTable.fill(warehouse, table, changes);
                Checksum source = Checksum.of(shop, "public", table);
                Checksum target = Checksum.of(warehouse, "public", table);
                Checksum restored = Checksum.of(warehouse, RestoredTable.SCHEMA, table);
                boolean equal = source.equals(target) && source.equals(restored);
                agree &= equal;
                out.printf(
                        Locale.ROOT,
                        format,
                        table,
                        String.format(Locale.ROOT, "%,d", changes.changes()),
                        source,
                        target,
                        restored,
                        equal ? "equal" : "DIFFERENT");
            }
        }
        return agree;
    }
}
