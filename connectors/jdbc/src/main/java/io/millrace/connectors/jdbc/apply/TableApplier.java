package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.apply.TableChanges.KeyState;
import io.millrace.connectors.jdbc.change.RowRejected;
import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.config.InsertMode;
import io.millrace.connectors.jdbc.store.CarryOver;
import io.millrace.connectors.jdbc.store.CarryOver.Carried;
import io.millrace.connectors.jdbc.store.CarryOver.KeyChange;
import io.millrace.connectors.jdbc.table.TableLayout;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies one stretch of changes to one table: empty it, keep carried rows, remove, fill gaps, write. */
final class TableApplier {
    private final InsertMode mode;
    private final RowStatements statements;
    private final CarryOver carryOver;
    private final boolean exactlyOnce;

    TableApplier(InsertMode mode, RowStatements statements, CarryOver carryOver, boolean exactlyOnce) {
        this.mode = mode;
        this.exactlyOnce = exactlyOnce;
        this.statements = statements;
        this.carryOver = carryOver;
    }

    void apply(Connection connection, TableLayout layout, TableChanges changes, boolean traceColumns)
            throws SQLException {
        if (changes.truncated()) {
            statements.execute(connection, "TRUNCATE TABLE " + layout.name().sql());
        }
        List<TextRow> rows = new ArrayList<>();
        if (!changes.states().isEmpty()) {
            remove(connection, layout, changes);
            rows.addAll(fill(connection, layout, changes));
        }
        write(connection, layout, rows, traceColumns);
        for (RowGroup group : groups(changes.appended(), layout)) {
            statements.insert(connection, group, traceColumns);
        }
    }

    private void remove(Connection connection, TableLayout layout, TableChanges changes) throws SQLException {
        Optional<RowShape> shape = changes.states().values().stream()
                .filter(state -> state.removedFirst)
                .map(state -> state.removalShape)
                .findFirst();
        if (shape.isEmpty()) {
            return;
        }
        List<String> columns = List.copyOf(layout.columns().keySet());
        carryOver.save(connection, layout.name(), keyNames(shape.get()), columns, changes.carried());
        statements.delete(connection, shape.get(), layout, changes.removedKeys());
    }

    /** The rows to write, with the values that came along under the old key. */
    private List<TextRow> fill(Connection connection, TableLayout layout, TableChanges changes) throws SQLException {
        List<TextRow> rows = new ArrayList<>();
        Set<KeyChange> arrived = new LinkedHashSet<>(changes.arrived());
        List<RowRejected> rejections = new ArrayList<>();
        for (KeyState state : changes.states().values()) {
            TextRow row = state.row;
            if (row == null || (mode == InsertMode.UPDATE && state.removedFirst)) {
                continue;
            }
            if (row.needsFill()) {
                arrived.remove(row.keyChange());
                row = filled(connection, layout, row, rejections);
            }
            rows.add(row);
        }
        if (!rejections.isEmpty()) {
            throw new RowsRejected(rejections);
        }
        carryOver.arrive(connection, layout.name(), List.copyOf(arrived));
        return rows;
    }

    private TextRow filled(Connection connection, TableLayout layout, TextRow row, List<RowRejected> rejections)
            throws SQLException {
        Optional<Carried> carried =
                carryOver.take(connection, layout.name(), row.unavailableColumns(), row.keyChange());
        if (carried.isPresent() && carried.get().values() != null) {
            return row.filled(carried.get().values());
        }
        if (carried.isEmpty() && exactlyOnce) {
            // The row under the old key may be there, but older than the change of key: only its removal tells.
            rejections.add(RowRejected.untilOthersArrive(row.origin(), Reduction.missingValue(row)));
        } else if (!statements.exists(connection, row.shape(), row.key())) {
            rejections.add(new RowRejected(row.origin(), Reduction.missingValue(row)));
        }
        // Otherwise the change of key was applied before, and this is the same once more: what is there stays.
        return row;
    }

    private void write(Connection connection, TableLayout layout, List<TextRow> rows, boolean traceColumns)
            throws SQLException {
        for (RowGroup group : groups(rows, layout)) {
            boolean complete = group.rows().get(0).complete();
            switch (mode) {
                case INSERT -> statements.insert(connection, group, traceColumns);
                case UPSERT -> {
                    if (complete) {
                        statements.upsert(connection, group, traceColumns);
                    } else {
                        updateAll(connection, group, traceColumns);
                    }
                }
                case UPDATE -> {
                    if (group.hasValues()) {
                        statements.update(connection, group, traceColumns);
                    }
                }
            }
        }
    }

    /** Rows without all of their values can only change a row that is there. */
    private void updateAll(Connection connection, RowGroup group, boolean traceColumns) throws SQLException {
        if (group.hasValues()
                && statements.update(connection, group, traceColumns)
                        == group.rows().size()) {
            return;
        }
        List<RowRejected> rejections = new ArrayList<>();
        for (TextRow row : group.rows()) {
            if (!statements.exists(connection, row.shape(), row.key())) {
                rejections.add(new RowRejected(row.origin(), Reduction.missingValue(row)));
            }
        }
        if (!rejections.isEmpty()) {
            throw new RowsRejected(rejections);
        }
    }

    private static Collection<RowGroup> groups(List<TextRow> rows, TableLayout layout) {
        Map<GroupKey, RowGroup> groups = new LinkedHashMap<>();
        for (TextRow row : rows) {
            groups.computeIfAbsent(
                            new GroupKey(row.shape(), row.unavailable()),
                            key -> new RowGroup(row.shape(), row.unavailable(), layout))
                    .rows()
                    .add(row);
        }
        return groups.values();
    }

    private record GroupKey(RowShape shape, BitSet unavailable) {}

    private static List<String> keyNames(RowShape shape) {
        return shape.keyColumns().stream().map(RowShape.Column::name).toList();
    }
}
