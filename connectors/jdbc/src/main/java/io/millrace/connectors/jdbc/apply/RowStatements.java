package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.table.TableLayout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows and keys: many by COPY into a stage, few as a batch of single statements. */
final class RowStatements {
    private final StageTables stages;
    private final int copyMinRows;

    RowStatements(StageTables stages, int copyMinRows) {
        this.stages = stages;
        this.copyMinRows = copyMinRows;
    }

    void insert(Connection connection, RowGroup group, boolean traceColumns) throws SQLException {
        if (usesCopy(group.rows().size(), traceColumns)) {
            copy(connection, group.copyInto(group.shape().table().sql()), texts(group), group.columns());
        } else {
            batch(connection, group.insertValues(), texts(group), group.columns());
        }
    }

    void upsert(Connection connection, RowGroup group, boolean traceColumns) throws SQLException {
        if (usesCopy(group.rows().size(), traceColumns)) {
            execute(connection, group.upsertFrom(stage(connection, group)));
        } else {
            batch(connection, group.upsertValues(), texts(group), group.columns());
        }
    }

    /** How many rows were there to be updated. */
    int update(Connection connection, RowGroup group, boolean traceColumns) throws SQLException {
        if (usesCopy(group.rows().size(), traceColumns)) {
            return execute(connection, group.updateFrom(stage(connection, group)));
        }
        return batch(connection, group.updateValues(), texts(group), group.valuesThenKey());
    }

    void delete(Connection connection, RowShape shape, TableLayout layout, List<List<String>> keys)
            throws SQLException {
        int[] columns = IntStream.range(0, shape.keyColumns().size()).toArray();
        if (!usesCopy(keys.size(), false)) {
            batch(connection, RowGroup.deleteValues(shape), keys, columns);
            return;
        }
        List<String> names =
                shape.keyColumns().stream().map(RowShape.Column::name).toList();
        List<String> types = names.stream().map(name -> layout.type(name).sql()).toList();
        String stage = stages.stage(connection, shape.table(), names, types);
        copy(connection, "COPY " + stage + " FROM STDIN", keys, columns);
        execute(connection, RowGroup.deleteFrom(shape, stage));
    }

    boolean exists(Connection connection, RowShape shape, List<String> key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RowGroup.exists(shape))) {
            for (int i = 0; i < key.size(); i++) {
                statement.setObject(i + 1, key.get(i), Types.OTHER);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private boolean usesCopy(int rowCount, boolean traceColumns) {
        // COPY tells the column of a bad value, which a single statement does not.
        return traceColumns || rowCount >= copyMinRows;
    }

    private String stage(Connection connection, RowGroup group) throws SQLException {
        String stage = stages.stage(connection, group.shape().table(), group.names(), group.types());
        copy(connection, group.copyInto(stage), texts(group), group.columns());
        return stage;
    }

    private static List<List<String>> texts(RowGroup group) {
        return group.rows().stream().map(TextRow::texts).toList();
    }

    private static void copy(Connection connection, String sql, List<List<String>> rows, int[] columns)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            CopyText text = new CopyText(copy);
            for (List<String> row : rows) {
                text.row(row, columns);
            }
            text.finish();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static int batch(Connection connection, String sql, List<List<String>> rows, int[] columns)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (List<String> row : rows) {
                for (int i = 0; i < columns.length; i++) {
                    String text = row.get(columns[i]);
                    if (text == null) {
                        statement.setNull(i + 1, Types.OTHER);
                    } else {
                        statement.setObject(i + 1, text, Types.OTHER);
                    }
                }
                statement.addBatch();
            }
            return IntStream.of(statement.executeBatch()).sum();
        }
    }
}
