package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.change.RowChange;
import io.millrace.connectors.jdbc.change.RowRejected;
import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.store.CarryOver.KeyChange;
import io.millrace.connectors.jdbc.table.TableLayout;
import io.millrace.connectors.jdbc.type.SqlType;
import io.millrace.connectors.jdbc.type.TextEncoder;
import io.millrace.connectors.jdbc.type.TextEncoders;
import io.millrace.connectors.jdbc.type.TypeMapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Writes the values of changes as text for the columns that the target has. Pure but for its cache. */
final class RowBinder {
    private static final int MAX_SHAPES = 2_000;

    private final TextEncoders encoders;
    private final Map<RowShape, Bound> bound = new HashMap<>();

    /** Encoders of a shape's columns, and which key columns are numbers whose zeros mean nothing. */
    private record Bound(List<TextEncoder> encoders, BitSet numericKeys) {}

    RowBinder(TextEncoders encoders) {
        this.encoders = encoders;
    }

    /** Forgets what it knows of the target's columns. */
    void forget() {
        bound.clear();
    }

    /** The row of a put. */
    TextRow row(RowChange.Put put, TableLayout layout) {
        Bound shape = bound(put.shape(), layout);
        List<String> texts = new ArrayList<>(put.shape().size());
        BitSet unavailable = new BitSet();
        for (int i = 0; i < put.shape().size(); i++) {
            Object value = put.values().get(i);
            if (value == RowChange.UNAVAILABLE) {
                unavailable.set(i);
                texts.add(null);
            } else {
                texts.add(text(
                        put.origin(), put.shape().column(i), shape.encoders().get(i), value));
            }
        }
        List<String> key = key(texts.subList(0, put.shape().keyColumns().size()), shape);
        KeyChange change =
                put.oldKey() == null ? null : new KeyChange(key(put.origin(), put.shape(), put.oldKey(), shape), key);
        return new TextRow(put.origin(), put.shape(), texts, unavailable, key, change);
    }

    /** The key of a removal, and the change of key that it is a part of if there is a new key. */
    RemovedKey removed(RowChange.Removal removal, TableLayout layout) {
        return removed(removal, bound(removal.shape(), layout));
    }

    /** The same where the table is yet to be made: the key is written as for the table that its schemas would make. */
    RemovedKey removedBeforeTable(RowChange.Removal removal) {
        return removed(removal, bind(removal.shape(), column -> TypeMapping.of(column.schema(), type -> true)));
    }

    private static RemovedKey removed(RowChange.Removal removal, Bound shape) {
        List<String> key = key(removal.origin(), removal.shape(), removal.key(), shape);
        return new RemovedKey(
                removal.origin(),
                removal.shape(),
                key,
                removal.newKey() == null ? null : key(removal.origin(), removal.shape(), removal.newKey(), shape));
    }

    /** A key whose row is gone; the new key is null unless the row comes back under it. */
    record RemovedKey(SinkRecord origin, RowShape shape, List<String> key, List<String> newKey) {}

    private static List<String> key(SinkRecord origin, RowShape shape, List<Object> values, Bound bound) {
        List<String> texts = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            texts.add(text(origin, shape.column(i), bound.encoders().get(i), values.get(i)));
        }
        return key(texts, bound);
    }

    /** 1.0 and 1.00 are one key to the target, so they must be one here. */
    private static List<String> key(List<String> texts, Bound bound) {
        if (bound.numericKeys().isEmpty()) {
            return List.copyOf(texts);
        }
        List<String> key = new ArrayList<>(texts);
        bound.numericKeys().stream().forEach(index -> key.set(index, withoutZeros(texts.get(index))));
        return key;
    }

    private static String withoutZeros(String number) {
        try {
            return new BigDecimal(number).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException notFinite) {
            return number;
        }
    }

    private static String text(SinkRecord origin, RowShape.Column column, TextEncoder encoder, Object value) {
        if (value == null) {
            return null;
        }
        try {
            return encoder.encode(value);
        } catch (DataException | ClassCastException | ArithmeticException wrong) {
            throw new RowRejected(origin, "column \"" + column.name() + "\": " + wrong.getMessage(), wrong);
        }
    }

    private Bound bound(RowShape shape, TableLayout layout) {
        Bound known = bound.get(shape);
        if (known == null) {
            if (bound.size() >= MAX_SHAPES) {
                bound.clear();
            }
            known = bind(shape, column -> layout.type(column.name()));
            bound.put(shape, known);
        }
        return known;
    }

    private Bound bind(RowShape shape, Function<RowShape.Column, SqlType> types) {
        List<TextEncoder> columns = new ArrayList<>(shape.size());
        BitSet numericKeys = new BitSet();
        for (int i = 0; i < shape.size(); i++) {
            SqlType type = types.apply(shape.column(i));
            columns.add(encoders.of(shape.column(i).valueSchema(), type));
            if (i < shape.keyColumns().size() && type.is("numeric")) {
                numericKeys.set(i);
            }
        }
        return new Bound(columns, numericKeys);
    }
}
