package io.millrace.connectors.jdbc.change;

import java.util.List;
import org.apache.kafka.connect.data.Schema;

/**
 * The columns of rows that one pair of record schemas yields; one instance per pair, so identity tells shapes apart.
 *
 * @param table the table they go to
 * @param keyColumns the primary key, first in every row; empty when rows have none
 * @param valueColumns all other columns; empty for removals, and for rows that are all key
 * @param removal whether only removals have it, which ask nothing of the table
 */
public record RowShape(TableName table, List<Column> keyColumns, List<Column> valueColumns, boolean removal) {

    /**
     * One column as a record asks for it.
     *
     * @param field the field's name in the record
     * @param name its name in the target
     * @param schema the schema that its type follows
     * @param valueSchema the schema that its values have
     */
    public record Column(String field, String name, Schema schema, Schema valueSchema) {}

    /** How many columns rows have. */
    public int size() {
        return keyColumns.size() + valueColumns.size();
    }

    /** A column by its place in the row. */
    public Column column(int index) {
        return index < keyColumns.size() ? keyColumns.get(index) : valueColumns.get(index - keyColumns.size());
    }

    // Shapes are compared as what they are, one object per pair of schemas: a deep comparison would cost more than it
    // saves, and the maps that hold shapes are identity maps.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
