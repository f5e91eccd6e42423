package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.change.Identifier;
import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.table.TableLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of one shape with values in the same columns, and the SQL that writes them. */
final class RowGroup {
    private final RowShape shape;
    private final TableLayout layout;
    private final int[] columns;
    private final int keyCount;
    private final List<TextRow> rows = new ArrayList<>();

    RowGroup(RowShape shape, BitSet unavailable, TableLayout layout) {
        this.shape = shape;
        this.layout = layout;
        this.keyCount = shape.keyColumns().size();
        this.columns = IntStream.range(0, shape.size())
                .filter(index -> !unavailable.get(index))
                .filter(index ->
                        !layout.columns().get(shape.column(index).name()).computed())
                .toArray();
    }

    List<TextRow> rows() {
        return rows;
    }

    RowShape shape() {
        return shape;
    }

    /** Indexes of the columns that are written, the key's first. */
    int[] columns() {
        return columns;
    }

    /** Indexes for a statement that sets values first and asks for the key last. */
    int[] valuesThenKey() {
        return IntStream.concat(IntStream.of(columns).filter(index -> index >= keyCount), IntStream.range(0, keyCount))
                .toArray();
    }

    boolean hasValues() {
        return IntStream.of(columns).anyMatch(index -> index >= keyCount);
    }

    List<String> names() {
        return IntStream.of(columns)
                .mapToObj(index -> shape.column(index).name())
                .toList();
    }

    List<String> types() {
        return names().stream().map(name -> layout.type(name).sql()).toList();
    }

    String copyInto(String target) {
        return "COPY " + target + " (" + quotedNames() + ") FROM STDIN";
    }

    String insertValues() {
        return insertHead() + " VALUES (" + "?, ".repeat(columns.length - 1) + "?)";
    }

    String upsertValues() {
        return insertValues() + onConflict();
    }

    String upsertFrom(String stage) {
        return insertHead() + " SELECT " + quotedNames() + " FROM " + stage + onConflict();
    }

    String updateValues() {
        return "UPDATE " + shape.table().sql() + " SET "
                + valueNames().map(name -> name + " = ?").collect(Collectors.joining(", ")) + " WHERE "
                + keyNames(shape).stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "));
    }

    String updateFrom(String stage) {
        return "UPDATE " + shape.table().sql() + " t SET "
                + valueNames().map(name -> name + " = s." + name).collect(Collectors.joining(", ")) + " FROM " + stage
                + " s WHERE " + join(shape);
    }

    static String deleteValues(RowShape shape) {
        return "DELETE FROM " + shape.table().sql() + " WHERE "
                + keyNames(shape).stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "));
    }

    static String deleteFrom(RowShape shape, String stage) {
        return "DELETE FROM " + shape.table().sql() + " t USING " + stage + " s WHERE " + join(shape);
    }

    static String exists(RowShape shape) {
        return "SELECT 1 FROM " + shape.table().sql() + " WHERE "
                + keyNames(shape).stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "));
    }

    private String insertHead() {
        return "INSERT INTO " + shape.table().sql() + " (" + quotedNames() + ")"
                + (layout.hasIdentity() ? " OVERRIDING SYSTEM VALUE" : "");
    }

    private String onConflict() {
        String target = " ON CONFLICT (" + String.join(", ", keyNames(shape)) + ") DO ";
        return hasValues()
                ? target + "UPDATE SET "
                        + valueNames().map(name -> name + " = excluded." + name).collect(Collectors.joining(", "))
                : target + "NOTHING";
    }

    private String quotedNames() {
        return names().stream().map(Identifier::quoted).collect(Collectors.joining(", "));
    }

    private Stream<String> valueNames() {
        return IntStream.of(columns)
                .filter(index -> index >= keyCount)
                .mapToObj(index -> Identifier.quoted(shape.column(index).name()));
    }

    private static String join(RowShape shape) {
        return keyNames(shape).stream()
                .map(name -> "t." + name + " = s." + name)
                .collect(Collectors.joining(" AND "));
    }

    private static List<String> keyNames(RowShape shape) {
        return shape.keyColumns().stream()
                .map(column -> Identifier.quoted(column.name()))
                .toList();
    }
}
