package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.change.Identifier;
import io.millrace.connectors.jdbc.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Temporary tables of the session that rows are copied into before they are merged. They empty themselves at commit, and
 * each is used again by later batches of the same columns.
 */
final class StageTables {
    private static final int MAX_STAGES = 64;

    private final Map<Key, String> stages = new HashMap<>();
    private final Set<Key> uncommitted = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private int counter;

    /** The columns of a stage as DDL spells them. */
    private record Key(TableName table, List<String> columns) {}

    /** An empty stage with these columns. */
    String stage(Connection connection, TableName table, List<String> names, List<String> types) throws SQLException {
        List<String> columns = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            columns.add(Identifier.quoted(names.get(i)) + " " + types.get(i));
        }
        Key key = new Key(table, columns);
        String name = stages.get(key);
        if (name == null) {
            makeRoom(connection);
            name = "millrace_stage_" + ++counter;
            run(
                    connection,
                    "CREATE TEMPORARY TABLE " + name + " (" + String.join(", ", columns) + ") ON COMMIT DELETE ROWS");
            stages.put(key, name);
            uncommitted.add(key);
        } else if (used.contains(name)) {
            run(connection, "TRUNCATE " + name);
        }
        used.add(name);
        return name;
    }

    void committed() {
        uncommitted.clear();
        used.clear();
    }

    void rolledBack() {
        uncommitted.forEach(stages::remove);
        uncommitted.clear();
        used.clear();
    }

    /** The connection that held them is gone. */
    void forget() {
        stages.clear();
        uncommitted.clear();
        used.clear();
    }

    private void makeRoom(Connection connection) throws SQLException {
        if (stages.size() < MAX_STAGES) {
            return;
        }
        run(connection, "DROP TABLE IF EXISTS " + String.join(", ", stages.values()));
        stages.clear();
        uncommitted.clear();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
