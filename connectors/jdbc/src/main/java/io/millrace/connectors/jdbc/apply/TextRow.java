package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.store.CarryOver.KeyChange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A row as the text of its values.
 *
 * @param origin the record that it comes from
 * @param shape its columns
 * @param texts one per column; null is SQL's null
 * @param unavailable the columns whose value the source did not send
 * @param key the key's values, spelled alike when they are alike; empty when rows have no key
 * @param keyChange the change of key that brought it here, or null
 */
record TextRow(
        SinkRecord origin,
        RowShape shape,
        List<String> texts,
        BitSet unavailable,
        List<String> key,
        KeyChange keyChange) {

    boolean complete() {
        return unavailable.isEmpty();
    }

    /** Whether the missing values are to be looked for under the key that the row had before. */
    boolean needsFill() {
        return !complete() && keyChange != null;
    }

    /** Names of the columns without a value. */
    List<String> unavailableColumns() {
        return unavailable.stream()
                .mapToObj(index -> shape.column(index).name())
                .toList();
    }

    /** This row on top of an earlier one of the same shape: what it lacks, the earlier one may have. */
    TextRow over(TextRow earlier) {
        KeyChange change = keyChange == null ? earlier.keyChange : keyChange;
        if (complete()) {
            return new TextRow(origin, shape, texts, unavailable, key, change);
        }
        List<String> merged = new ArrayList<>(texts);
        unavailable.stream().forEach(index -> merged.set(index, earlier.texts.get(index)));
        BitSet still = (BitSet) unavailable.clone();
        still.and(earlier.unavailable);
        return new TextRow(origin, shape, merged, still, key, change);
    }

    /** This row with its missing values. */
    TextRow filled(Map<String, String> values) {
        List<String> merged = new ArrayList<>(texts);
        unavailable.stream()
                .forEach(index ->
                        merged.set(index, values.get(shape.column(index).name())));
        return new TextRow(origin, shape, merged, new BitSet(), key, keyChange);
    }
}
