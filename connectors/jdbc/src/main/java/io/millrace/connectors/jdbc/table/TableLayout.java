package io.millrace.connectors.jdbc.table;

import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.change.TableName;
import io.millrace.connectors.jdbc.type.SqlType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a table of the target looks like.
 *
 * @param name the table
 * @param columns its columns by name
 * @param uniqueKeys sets of columns that are unique together, the primary key among them
 */
public record TableLayout(TableName name, Map<String, Column> columns, Set<Set<String>> uniqueKeys) {

    /**
     * A column of the target.
     *
     * @param type its type
     * @param notNull whether it refuses null
     * @param hasDefault whether it has a value of its own when none is given
     * @param computed whether the target computes it, so that it cannot be written
     * @param identity whether it takes written values only when it is told to
     */
    public record Column(SqlType type, boolean notNull, boolean hasDefault, boolean computed, boolean identity) {}

    /** Whether rows of this shape can be found by their key. */
    public boolean isUnique(List<RowShape.Column> keyColumns) {
        return uniqueKeys.contains(
                keyColumns.stream().map(RowShape.Column::name).collect(Collectors.toSet()));
    }

    /** The type of a column that is known to be there. */
    public SqlType type(String column) {
        return columns.get(column).type();
    }

    /** Whether an insert must say that it overrides generated values. */
    public boolean hasIdentity() {
        return columns.values().stream().anyMatch(Column::identity);
    }
}
