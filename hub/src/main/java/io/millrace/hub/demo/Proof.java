package io.millrace.hub.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The end of the demo: one checksum for each table over source, warehouse and files, side by side, and as many changes
 * in the files as in the topic.
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

    /** Compares each table; the files must have ended where the topics do. */
    List<TableProof> tables() throws SQLException {
        List<TableProof> tables = new ArrayList<>();
        Map<String, FoldedTable> folded = files.read();
        try (Connection shop = database.connect(ShopDatabase.SHOP);
                Connection warehouse = database.connect(ShopDatabase.WAREHOUSE)) {
            for (String table : ShopTables.names()) {
                FoldedTable changes = folded.get(ShopTables.topic(table));
                RestoredTable.fill(warehouse, table, changes);
                tables.add(new TableProof(
                        table,
                        changesInTopics.get(ShopTables.topic(table)),
                        changes.changes(),
                        Checksum.of(shop, "public", table).toString(),
                        Checksum.of(warehouse, "public", table).toString(),
                        Checksum.of(warehouse, RestoredTable.SCHEMA, table).toString()));
            }
        }
        return tables;
    }
}
