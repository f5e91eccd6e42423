package io.millrace.connectors.cdc.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An open, read-only session on the source, and what is known of its tables. */
final class Examination {

    /** More tables than this are not listed one by one in messages. */
    static final int MAX_NAMES_IN_MESSAGE = 20;

    private final SourceSettings settings;
    private final Connection connection;
    private final TableSelection selection;
    private final List<SourceTable> tables;

    Examination(SourceSettings settings, Connection connection) throws SQLException {
        this.settings = settings;
        this.connection = connection;
        this.selection = new TableSelection(settings);
        this.tables = SourceTable.all(this);
    }

    SourceSettings settings() {
        return settings;
    }

    TableSelection selection() {
        return selection;
    }

    /** Every table of the database that is not PostgreSQL's own. */
    List<SourceTable> tables() {
        return tables;
    }

    /** The tables whose changes the connector would capture. */
    List<SourceTable> capturedTables() {
        return tables.stream().filter(selection::captures).toList();
    }

    /** The rows of a query, each as a map from column label to text. */
    List<Map<String, String>> rows(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setString(index + 1, parameters[index]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<Map<String, String>> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int column = 1; column <= columns; column++) {
                        row.put(result.getMetaData().getColumnLabel(column), result.getString(column));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }

    /** The only value of the only row. */
    String value(String sql, String... parameters) throws SQLException {
        return rows(sql, parameters).get(0).values().iterator().next();
    }

    static String listed(List<String> names) {
        if (names.size() <= MAX_NAMES_IN_MESSAGE) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, MAX_NAMES_IN_MESSAGE)) + " and "
                + (names.size() - MAX_NAMES_IN_MESSAGE) + " more";
    }
}
