package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.store.CarryOver.KeyChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The final state of each key that one stretch of a batch touches in one table, and the rows it appends. */
final class TableChanges {
    private final boolean truncated;
    private final Map<List<String>, KeyState> states = new LinkedHashMap<>();
    private final List<TextRow> appended = new ArrayList<>();
    private final Set<KeyChange> arrived = new LinkedHashSet<>();

    /** What is known of one key: the row in the target goes first if so marked, then this row comes if there is one. */
    static final class KeyState {
        RowShape removalShape;
        boolean removedFirst;
        List<String> carriedTo;
        TextRow row;
    }

    TableChanges(boolean truncated) {
        this.truncated = truncated;
    }

    boolean truncated() {
        return truncated;
    }

    Map<List<String>, KeyState> states() {
        return states;
    }

    List<TextRow> appended() {
        return appended;
    }

    /** Changes of key whose new row is among these changes, or was before it went again. */
    Set<KeyChange> arrived() {
        return arrived;
    }

    /** Whether any row came or went because its key changed. */
    boolean changesKeys() {
        return !arrived.isEmpty() || !carried().isEmpty();
    }

    /** Keys whose row in the target goes. */
    List<List<String>> removedKeys() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().removedFirst)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Changes of key whose rows are to be kept for later. */
    List<KeyChange> carried() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().carriedTo != null)
                .map(entry -> new KeyChange(entry.getKey(), entry.getValue().carriedTo))
                .toList();
    }
}
