package io.millrace.hub.demo;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/**
 * The end of the demo: one checksum for each table over source, warehouse and files, printed side by side, and as many
 * changes in the files as in the topic.
 */
final class Proof {

    private final ShopDatabase database;
    private final FilesReadBack files;
    private final Map<String, Long> changesInTopics;

    /** {@code changesInTopics}: how many records with a value each table's topic holds. */
    Proof(ShopDatabase database, FilesReadBack files, Map<String, Long> changesInTopics) {
        this.database = database;
        this.files = files;
        this.changesInTopics = changesInTopics;
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
                // Later changes of a row hide a change that was lost or doubled, so the files are counted as well.
                long inTopic = changesInTopics.get(ShopTables.topic(table));
                boolean counted = changes.changes() == inTopic;
                boolean equal = counted && source.equals(target) && source.equals(restored);
                agree &= equal;
                out.printf(
                        Locale.ROOT,
                        format,
                        table,
                        String.format(Locale.ROOT, "%,d", changes.changes()),
                        source,
                        target,
                        restored,
                        verdict(equal, counted, inTopic));
            }
        }
        return agree;
    }

    private static String verdict(boolean equal, boolean counted, long inTopic) {
        if (equal) {
            return "equal";
        }
        return counted ? "DIFFERENT" : String.format(Locale.ROOT, "DIFFERENT: the topic holds %,d changes", inTopic);
    }
}
