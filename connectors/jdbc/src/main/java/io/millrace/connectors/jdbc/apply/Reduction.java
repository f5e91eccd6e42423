package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.apply.RowBinder.RemovedKey;
import io.millrace.connectors.jdbc.apply.TableChanges.KeyState;
import io.millrace.connectors.jdbc.change.RowRejected;
import io.millrace.connectors.jdbc.change.TableName;
import io.millrace.connectors.jdbc.config.InsertMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds a batch, in order, to the final state of each key of each table.
 *
 * <p>Most batches need one stretch per table. A new stretch begins where a statement must see what an earlier one wrote:
 * a change of key takes the row from the target, so what the batch did to that row must be there first. Pure.
 */
final class Reduction {
    private final InsertMode mode;
    private final Map<TableName, List<TableChanges>> byTable = new LinkedHashMap<>();

    Reduction(InsertMode mode) {
        this.mode = mode;
    }

    /** The stretches of each table, in the order in which they must be applied. */
    Map<TableName, List<TableChanges>> byTable() {
        return byTable;
    }

    /** All rows are gone; so is everything that this batch did before, but for the marks that changes of key leave. */
    void truncate(TableName table) {
        List<TableChanges> stretches = byTable.computeIfAbsent(table, ignored -> new ArrayList<>());
        stretches.removeIf(changes -> !changes.changesKeys());
        stretches.add(new TableChanges(true));
    }

    void put(TextRow row) {
        TableName table = row.shape().table();
        TableChanges changes = current(table);
        if (row.key().isEmpty()) {
            requireComplete(row);
            changes.appended().add(row);
            return;
        }
        if (row.keyChange() != null) {
            boolean again = changes.arrived().contains(row.keyChange());
            if (again || (row.needsFill() && isUnwritten(changes, row))) {
                changes = next(table);
            }
        }
        KeyState state = changes.states().get(row.key());
        if (state != null
                && state.row != null
                && (mode == InsertMode.INSERT || !state.row.shape().equals(row.shape()))) {
            changes = next(table);
            state = null;
        }
        if (mode == InsertMode.INSERT && !row.needsFill()) {
            requireComplete(row);
        }
        if (state == null) {
            state = new KeyState();
            changes.states().put(row.key(), state);
        }
        if (row.keyChange() != null) {
            changes.arrived().add(row.keyChange());
        }
        if (state.row != null) {
            state.row = row.over(state.row);
            return;
        }
        if (state.removedFirst && !row.needsFill() && mode != InsertMode.UPDATE) {
            requireComplete(row);
        }
        state.row = row;
    }

    void remove(RemovedKey removed) {
        TableName table = removed.shape().table();
        TableChanges changes = current(table);
        KeyState state = changes.states().get(removed.key());
        if (removed.newKey() != null && state != null && state.row != null) {
            changes = next(table);
            state = null;
        }
        if (state == null) {
            state = new KeyState();
            changes.states().put(removed.key(), state);
        }
        state.removedFirst = true;
        state.removalShape = removed.shape();
        state.row = null;
        if (removed.newKey() != null && state.carriedTo == null) {
            state.carriedTo = removed.newKey();
        }
    }

    /** Whether the row under the old key has a state that only this batch knows. */
    private static boolean isUnwritten(TableChanges changes, TextRow row) {
        KeyState old = changes.states().get(row.keyChange().oldKey());
        return old != null && old.row != null && !row.key().equals(old.carriedTo);
    }

    private static void requireComplete(TextRow row) {
        if (!row.complete()) {
            throw new RowRejected(row.origin(), missingValue(row));
        }
    }

    /** Why a row without all of its values cannot be made, and what to do. */
    static String missingValue(TextRow row) {
        return "column " + row.unavailableColumns() + " of table " + row.shape().table()
                + " holds a large value that the source left out because it did not change, and the row is not in the"
                + " table. Load the row again (a snapshot), or set REPLICA IDENTITY FULL on the source table";
    }

    private TableChanges current(TableName table) {
        List<TableChanges> stretches = byTable.computeIfAbsent(table, ignored -> new ArrayList<>());
        if (stretches.isEmpty()) {
            stretches.add(new TableChanges(false));
        }
        return stretches.get(stretches.size() - 1);
    }

    private TableChanges next(TableName table) {
        TableChanges changes = new TableChanges(false);
        byTable.get(table).add(changes);
        return changes;
    }
}
