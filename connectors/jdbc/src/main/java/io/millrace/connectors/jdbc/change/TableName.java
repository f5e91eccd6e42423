package io.millrace.connectors.jdbc.change;

/**
 * A table of the target.
 *
 * @param schema its schema, or null for the first of the search path
 * @param name its name, unquoted
 */
public record TableName(String schema, String name) implements Comparable<TableName> {

    /** Takes {@code schema.table} or {@code table} apart and checks both. */
    static TableName parse(String text, boolean keepCase) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return new TableName(null, Identifier.checked(text, keepCase));
        }
        return new TableName(
                Identifier.checked(text.substring(0, dot), keepCase),
                Identifier.checked(text.substring(dot + 1), keepCase));
    }

    /** The name as SQL takes it. */
    public String sql() {
        return schema == null ? Identifier.quoted(name) : Identifier.quoted(schema) + "." + Identifier.quoted(name);
    }

    @Override
    public int compareTo(TableName other) {
        return sql().compareTo(other.sql());
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
