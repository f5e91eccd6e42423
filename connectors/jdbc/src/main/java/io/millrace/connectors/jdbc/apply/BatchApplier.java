package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.change.RowChange;
import io.millrace.connectors.jdbc.change.RowRejected;
import io.millrace.connectors.jdbc.change.RowShape;
import io.millrace.connectors.jdbc.change.TableName;
import io.millrace.connectors.jdbc.config.DeliveryConfig;
import io.millrace.connectors.jdbc.config.InsertMode;
import io.millrace.connectors.jdbc.store.CarryOver;
import io.millrace.connectors.jdbc.table.TableLayout;
import io.millrace.connectors.jdbc.table.Tables;
import io.millrace.connectors.jdbc.type.TextEncoders;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;

/** Applies the changes of a batch to the tables, in the caller's transaction. */
public final class BatchApplier {
    private static final int MAX_FITTING_SHAPES = 10_000;

    private final InsertMode mode;
    private final Tables tables;
    private final RowBinder binder;
    private final StageTables stages = new StageTables();
    private final TableApplier applier;
    private final CarryOver carryOver;
    private final Set<RowShape> fitting = new HashSet<>();

    /** An applier for one session. */
    public BatchApplier(
            InsertMode mode, Tables tables, TextEncoders encoders, CarryOver carryOver, DeliveryConfig delivery) {
        this.mode = mode;
        this.carryOver = carryOver;
        this.tables = tables;
        this.binder = new RowBinder(encoders);
        this.applier = new TableApplier(
                mode, new RowStatements(stages, delivery.copyMinRows()), carryOver, delivery.exactlyOnce());
    }

    /** What was done is durable. */
    public void committed() {
        stages.committed();
        carryOver.transactionEnded(true);
    }

    /** What was done is undone, DDL included. */
    public void rolledBack() {
        stages.rolledBack();
        forgetTables();
    }

    /** The connection is gone. */
    public void disconnected() {
        stages.forget();
        forgetTables();
    }

    /**
     * Applies the changes in order.
     *
     * @param traceColumns whether a failure should tell the column, at the price of speed
     * @throws RowsRejected when some records can never be applied; the transaction must be rolled back
     */
    public void apply(Connection connection, List<RowChange> changes, boolean traceColumns) throws SQLException {
        if (fit(connection, changes) || fitting.size() > MAX_FITTING_SHAPES) {
            binder.forget();
            fitting.clear();
        }
        Reduction reduction = reduce(changes);
        for (Map.Entry<TableName, List<TableChanges>> entry :
                reduction.byTable().entrySet()) {
            Optional<TableLayout> layout = tables.layout(entry.getKey());
            for (TableChanges stretch : entry.getValue()) {
                if (layout.isPresent()) {
                    applier.apply(connection, layout.get(), stretch, traceColumns);
                } else {
                    carryOver.saveAbsent(connection, entry.getKey(), stretch.carried());
                }
            }
        }
    }

    private void forgetTables() {
        carryOver.transactionEnded(false);
        tables.forget();
        fitting.clear();
        binder.forget();
    }

    private boolean fit(Connection connection, List<RowChange> changes) throws SQLException {
        Map<TableName, Set<RowShape>> shapes = new LinkedHashMap<>();
        for (RowChange change : changes) {
            Set<RowShape> known = shapes.computeIfAbsent(change.table(), table -> new LinkedHashSet<>());
            if (change instanceof RowChange.Put put) {
                known.add(put.shape());
            } else if (change instanceof RowChange.Removal removal) {
                known.add(removal.shape());
            }
        }
        boolean changed = false;
        for (Map.Entry<TableName, Set<RowShape>> entry : shapes.entrySet()) {
            changed |= tables.fit(connection, entry.getKey(), List.copyOf(entry.getValue()));
        }
        return changed;
    }

    private Reduction reduce(List<RowChange> changes) {
        Reduction reduction = new Reduction(mode);
        List<RowRejected> rejections = new ArrayList<>();
        for (RowChange change : changes) {
            try {
                reduce(reduction, change);
            } catch (RowRejected rejected) {
                rejections.add(rejected);
            }
        }
        if (!rejections.isEmpty()) {
            throw new RowsRejected(rejections);
        }
        return reduction;
    }

    private void reduce(Reduction reduction, RowChange change) {
        Optional<TableLayout> layout = tables.layout(change.table());
        if (change instanceof RowChange.Truncation truncation) {
            reduction.truncate(truncation.table());
        } else if (change instanceof RowChange.Removal removal) {
            if (layout.isPresent()) {
                checkColumns(removal.shape(), removal);
                reduction.remove(binder.removed(removal, layout.get()));
            } else if (removal.newKey() != null) {
                // A table that was never made has no row to remove; but whoever comes under the new key must learn
                // that.
                reduction.remove(binder.removedBeforeTable(removal));
            }
        } else if (change instanceof RowChange.Put put) {
            if (!fitting.contains(put.shape())) {
                checkKey(put.shape(), layout.orElseThrow());
            }
            checkColumns(put.shape(), put);
            reduction.put(binder.row(put, layout.orElseThrow()));
        }
    }

    private void checkColumns(RowShape shape, RowChange change) {
        if (fitting.contains(shape)) {
            return;
        }
        List<String> missing = tables.missing(shape);
        if (missing.isEmpty()) {
            fitting.add(shape);
        } else {
            throw new RowRejected(
                    change.origin(),
                    "table " + shape.table() + " has no column " + missing
                            + ". Add it, set auto.evolve=true, or leave the field out with fields.blacklist");
        }
    }

    private void checkKey(RowShape shape, TableLayout layout) {
        if (mode == InsertMode.UPSERT && !layout.isUnique(shape.keyColumns())) {
            throw new ConnectException("Table " + layout.name() + " has no primary key or unique index on exactly "
                    + shape.keyColumns().stream().map(RowShape.Column::name).toList()
                    + ", which insert.mode=upsert needs. Create one, or correct pk.fields");
        }
    }
}
