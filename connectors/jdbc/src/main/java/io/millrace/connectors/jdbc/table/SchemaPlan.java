package io.millrace.connectors.jdbc.table;

import io.millrace.connectors.jdbc.change.Identifier;
import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.config.TableConfig;
import io.millrace.connectors.jdbc.type.SqlType;
import io.millrace.connectors.jdbc.type.TextEncoders;
import io.millrace.connectors.jdbc.type.TypeMapping;
import io.millrace.connectors.jdbc.type.TypeSupport;
import io.millrace.connectors.jdbc.type.Widening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;

/** Decides which DDL makes a table hold rows of some shapes. Pure. */
final class SchemaPlan {
    private final TableConfig config;
    private final TextEncoders encoders;
    private final TypeSupport support;

    SchemaPlan(TableConfig config, TextEncoders encoders, TypeSupport support) {
        this.config = config;
        this.encoders = encoders;
        this.support = support;
    }

    /** The statement that makes a table for these shapes: their columns together, the key of the first that has one. */
    String create(List<RowShape> shapes) {
        Map<String, String> columns = new LinkedHashMap<>();
        Map<String, SqlType> types = new LinkedHashMap<>();
        for (RowShape shape : shapes) {
            for (int i = 0; i < shape.size(); i++) {
                RowShape.Column column = shape.column(i);
                SqlType type = TypeMapping.of(column.schema(), support);
                SqlType known = types.get(column.name());
                SqlType wide = known == null
                        ? type
                        : Widening.widened(known, type, config.widenToText()).orElse(known);
                types.put(column.name(), wide);
                columns.put(
                        column.name(),
                        definition(column, wide, i < shape.keyColumns().size()));
            }
        }
        List<String> parts = new ArrayList<>(columns.values());
        shapes.stream()
                .filter(shape -> !shape.keyColumns().isEmpty())
                .findFirst()
                .map(shape -> names(shape.keyColumns()))
                .ifPresent(key -> parts.add("PRIMARY KEY (" + key + ")"));
        return "CREATE TABLE " + shapes.get(0).table().sql() + " (" + String.join(", ", parts) + ")";
    }

    /** The changes that a table needs for these shapes, in order; empty when it fits. */
    List<String> alter(TableLayout layout, List<RowShape> shapes) {
        Map<String, String> changes = new LinkedHashMap<>();
        Map<String, SqlType> types = new LinkedHashMap<>();
        layout.columns().forEach((name, column) -> types.put(name, column.type()));
        for (RowShape shape : shapes) {
            for (int i = 0; i < shape.size(); i++) {
                fit(shape.column(i), i < shape.keyColumns().size(), layout, types, changes);
            }
            relaxAbsent(shape, layout, changes);
        }
        return changes.values().stream()
                .map(change -> "ALTER TABLE " + layout.name().sql() + " " + change)
                .toList();
    }

    /** The columns of a shape that a table does not have. */
    static List<String> missing(TableLayout layout, RowShape shape) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            if (!layout.columns().containsKey(shape.column(i).name())) {
                missing.add(shape.column(i).name());
            }
        }
        return missing;
    }

    private void fit(
            RowShape.Column column,
            boolean inKey,
            TableLayout layout,
            Map<String, SqlType> types,
            Map<String, String> changes) {
        String name = column.name();
        String quoted = Identifier.quoted(name);
        SqlType desired = TypeMapping.of(column.schema(), support);
        TableLayout.Column existing = layout.columns().get(name);
        if (existing == null) {
            SqlType known = types.get(name);
            SqlType type = known == null
                    ? desired
                    : Widening.widened(known, desired, config.widenToText()).orElse(known);
            types.put(name, type);
            changes.put("add " + name, "ADD COLUMN IF NOT EXISTS " + added(column, type));
            return;
        }
        if (existing.computed()) {
            return;
        }
        Widening.widened(types.get(name), desired, config.widenToText()).ifPresent(type -> {
            types.put(name, type);
            String using = type.element().is("text") ? " USING " + quoted + "::" + type.sql() : "";
            changes.put("type " + name, "ALTER COLUMN " + quoted + " TYPE " + type.sql() + using);
        });
        if (existing.notNull() && !inKey && column.schema().isOptional()) {
            changes.put("null " + name, "ALTER COLUMN " + quoted + " DROP NOT NULL");
        }
    }

    /** A column that the source no longer has is kept and gets null from now on, which it must then take. */
    private static void relaxAbsent(RowShape shape, TableLayout layout, Map<String, String> changes) {
        Set<String> present = Set.copyOf(columnNames(shape));
        Set<String> keys = layout.uniqueKeys().stream().flatMap(Set::stream).collect(Collectors.toSet());
        layout.columns().forEach((name, column) -> {
            boolean refusesNull = column.notNull() && !column.hasDefault() && !column.computed() && !column.identity();
            if (refusesNull && !present.contains(name) && !keys.contains(name)) {
                changes.put("null " + name, "ALTER COLUMN " + Identifier.quoted(name) + " DROP NOT NULL");
            }
        });
    }

    private String definition(RowShape.Column column, SqlType type, boolean inKey) {
        boolean notNull = inKey || !column.schema().isOptional();
        return Identifier.quoted(column.name()) + " " + type.sql() + defaultClause(column.schema(), type)
                + (notNull ? " NOT NULL" : "");
    }

    /** Rows that are there get the default, as they did in the source; without one they can only get null. */
    private String added(RowShape.Column column, SqlType type) {
        boolean notNull = !column.schema().isOptional() && column.schema().defaultValue() != null;
        return Identifier.quoted(column.name()) + " " + type.sql() + defaultClause(column.schema(), type)
                + (notNull ? " NOT NULL" : "");
    }

    private String defaultClause(Schema schema, SqlType type) {
        if (schema.defaultValue() == null) {
            return "";
        }
        String text = encoders.of(schema, type).encode(schema.defaultValue());
        return " DEFAULT '" + text.replace("'", "''") + "'";
    }

    private static List<String> columnNames(RowShape shape) {
        List<String> names = new ArrayList<>(shape.size());
        for (int i = 0; i < shape.size(); i++) {
            names.add(shape.column(i).name());
        }
        return names;
    }

    private static String names(List<RowShape.Column> columns) {
        return columns.stream().map(column -> Identifier.quoted(column.name())).collect(Collectors.joining(", "));
    }
}
