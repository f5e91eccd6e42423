package io.millrace.connectors.jdbc.table;

import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.change.TableName;
import io.millrace.connectors.jdbc.config.TableConfig;
import io.millrace.connectors.jdbc.type.TextEncoders;
import io.millrace.connectors.jdbc.type.TypeSupport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target's tables as this session knows them; makes and changes them, in the caller's transaction, so that the rows
 * of some shapes fit.
 */
public final class Tables {
    private static final Logger LOGGER = LoggerFactory.getLogger(Tables.class);
    private static final int MAX_KNOWN_SHAPES = 10_000;

    /** All sinks of a database take turns with DDL: two that make the same table at once would see odd errors. */
    private static final String DDL_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('millrace sink ddl', 0))";

    private final TableConfig config;
    private final TextEncoders encoders;
    private final Map<TableName, TableLayout> layouts = new HashMap<>();
    private Set<String> types;
    private final Set<RowShape> fitting = new HashSet<>();

    /** Tables changed as the configuration allows; defaults are written by the encoders. */
    public Tables(TableConfig config, TextEncoders encoders) {
        this.config = config;
        this.encoders = encoders;
    }

    /** Forgets everything: after a rollback, or when the target turned out to be different. */
    public void forget() {
        layouts.clear();
        fitting.clear();
        types = null;
    }

    /** The layout of a table after {@link #fit}; empty when there is no such table. */
    public Optional<TableLayout> layout(TableName table) {
        return Optional.ofNullable(layouts.get(table));
    }

    /**
     * Makes the table hold rows of these shapes as far as the configuration allows.
     *
     * @return whether DDL was run
     */
    public boolean fit(Connection connection, TableName table, List<RowShape> shapes) throws SQLException {
        List<RowShape> unknown =
                shapes.stream().filter(shape -> !fitting.contains(shape)).toList();
        if (unknown.isEmpty() && layouts.containsKey(table)) {
            return false;
        }
        if (!layouts.containsKey(table)) {
            LayoutReader.read(connection, table).ifPresent(layout -> layouts.put(table, layout));
        }
        List<RowShape> asking =
                unknown.stream().filter(shape -> !shape.removal()).toList();
        boolean changed = layouts.containsKey(table)
                ? evolve(connection, layouts.get(table), asking)
                : create(connection, table, asking);
        if (fitting.size() > MAX_KNOWN_SHAPES) {
            fitting.clear();
        }
        fitting.addAll(unknown);
        return changed;
    }

    private boolean create(Connection connection, TableName table, List<RowShape> shapes) throws SQLException {
        if (shapes.isEmpty()) {
            // Only removals and truncations: there is nothing to remove, and nothing to make a table from.
            return false;
        }
        if (!config.autoCreate()) {
            throw new ConnectException("The table " + table + " does not exist in the target. Create it, correct"
                    + " table.name.format, or set auto.create=true");
        }
        lock(connection);
        Optional<TableLayout> raced = LayoutReader.read(connection, table);
        if (raced.isPresent()) {
            layouts.put(table, raced.get());
            return evolve(connection, raced.get(), shapes);
        }
        run(connection, List.of(plan(connection).create(shapes)));
        layouts.put(table, LayoutReader.read(connection, table).orElseThrow());
        return true;
    }

    private boolean evolve(Connection connection, TableLayout layout, List<RowShape> shapes) throws SQLException {
        if (!config.autoEvolve() || shapes.isEmpty()) {
            return false;
        }
        if (plan(connection).alter(layout, shapes).isEmpty()) {
            return false;
        }
        lock(connection);
        TableLayout current = LayoutReader.read(connection, layout.name()).orElse(layout);
        run(connection, plan(connection).alter(current, shapes));
        layouts.put(layout.name(), LayoutReader.read(connection, layout.name()).orElseThrow());
        return true;
    }

    private SchemaPlan plan(Connection connection) throws SQLException {
        if (types == null) {
            types = readTypes(connection);
        }
        Set<String> known = types;
        return new SchemaPlan(
                config, encoders, name -> !TypeSupport.OPTIONAL_TYPES.contains(name) || known.contains(name));
    }

    /** Which of the types that come with extensions this database has. */
    private static Set<String> readTypes(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT name FROM unnest(?::text[]) AS name WHERE to_regtype(name) IS NOT NULL")) {
            statement.setArray(1, connection.createArrayOf("text", TypeSupport.OPTIONAL_TYPES.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(DDL_LOCK);
        }
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                LOGGER.info("action=change-table sql={}", sql);
                statement.execute(sql);
            } catch (SQLException failed) {
                throw new DdlFailed(sql, failed);
            }
        }
    }

    /** The columns of a shape that the target does not have, to tell in a rejection. */
    public List<String> missing(RowShape shape) {
        return layout(shape.table())
                .map(layout -> SchemaPlan.missing(layout, shape))
                .orElseGet(() -> new ArrayList<>(List.of("(no table)")));
    }
}
