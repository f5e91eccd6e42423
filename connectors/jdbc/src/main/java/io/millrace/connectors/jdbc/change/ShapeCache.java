package io.millrace.connectors.jdbc.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;

/**
 * Remembers the shape of each pair of schemas, so that rows of the same schemas share one shape.
 *
 * <p>Converters hand out the same schema objects again and again, so identity is asked first; equality comes second, for
 * those that build a schema per record.
 */
final class ShapeCache {
    private static final int MAX_SHAPES = 2_000;

    private final Map<SameSchemas, RowShape> byIdentity = new HashMap<>();
    private final Map<EqualSchemas, RowShape> byEquality = new HashMap<>();

    RowShape get(TableName table, Schema key, Schema row, List<String> names, Supplier<RowShape> make) {
        SameSchemas same = new SameSchemas(table, key, row, names);
        RowShape shape = byIdentity.get(same);
        if (shape == null) {
            if (byIdentity.size() >= MAX_SHAPES) {
                byIdentity.clear();
            }
            if (byEquality.size() >= MAX_SHAPES) {
                byEquality.clear();
            }
            EqualSchemas equal = new EqualSchemas(table, key, row, names);
            shape = byEquality.get(equal);
            if (shape == null) {
                shape = make.get();
                byEquality.put(equal, shape);
            }
            byIdentity.put(same, shape);
        }
        return shape;
    }

    private record EqualSchemas(TableName table, Schema key, Schema row, List<String> names) {}

    private record SameSchemas(TableName table, Schema key, Schema row, List<String> names) {
        @Override
        public boolean equals(Object other) {
            return other instanceof SameSchemas that
                    && key == that.key
                    && row == that.row
                    && table.equals(that.table)
                    && names.equals(that.names);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(key) + System.identityHashCode(row);
        }
    }
}
