package io.millrace.registry.server.storage;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.exporter.ChangeExporters;
import io.millrace.registry.model.exporter.Exporter;
import io.millrace.registry.model.exporter.ExporterState;
import io.millrace.registry.model.exporter.ExporterStatus;
import io.millrace.registry.model.exporter.NamedTable;
import io.millrace.registry.model.exporter.NamedTable.Written;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The exporters and how far each has come, in a topic each, and the only way to change them. Only the instance that leads
 * does: others end with {@link NotLeaderException}. Any thread may call; all calls may block.
 */
public final class ExporterStore implements AutoCloseable {
    private final TableStore<NamedTable<Exporter>, Written<Exporter>> exporters;
    private final TableStore<NamedTable<ExporterStatus>, Written<ExporterStatus>> statuses;
    private final int exportersMax;
    /**
     * Held while both topics have to say the same: who goes on between the rewinding of an exporter and its change would
     * do so as the old one, and leave to the new one how far it came.
     */
    private final ReentrantLock changing = new ReentrantLock();

    ExporterStore(StoreConfig store, ExporterStoreConfig config, Runnable requireLeader) {
        this.exporters = new TableStore<>(store.of(config.configsTopic()), NamedFormat.EXPORTERS, requireLeader);
        this.statuses = new TableStore<>(store.of(config.statesTopic()), NamedFormat.STATUSES, requireLeader);
        this.exportersMax = config.exportersMax();
    }

    /** The names of all exporters, in order. */
    public List<String> names() {
        return exporters.read(NamedTable::names);
    }

    /** All exporters of whose topic this instance has heard; does not ask a broker. */
    public List<Exporter> known() {
        return exporters.readKnown(NamedTable::all).orElse(List.of());
    }

    public Decision<Exporter> find(String name) {
        return exporters.read(table -> ChangeExporters.find(table, name));
    }

    /** How far an exporter has come. */
    public ExporterStatus status(Exporter exporter) {
        return statuses.read(table -> ChangeExporters.status(table, exporter));
    }

    /** Makes an exporter, which starts. */
    public Decision<Exporter> create(Exporter wanted) {
        return exporters.write(table -> ChangeExporters.create(table, wanted, exportersMax), table -> wanted);
    }

    /**
     * Changes an exporter that rests.
     *
     * @param anew whether it has to begin anew, by how it was and how it is to be
     */
    public Decision<Exporter> change(
            String name, UnaryOperator<Exporter> changes, BiPredicate<Exporter, Exporter> anew) {
        return alone(() -> changeAlone(name, changes, anew));
    }

    private <T> T alone(Supplier<T> work) {
        changing.lock();
        try {
            return work.get();
        } finally {
            changing.unlock();
        }
    }

    private Decision<Exporter> changeAlone(
            String name, UnaryOperator<Exporter> changes, BiPredicate<Exporter, Exporter> anew) {
        return find(name)
                // Whether it rests is asked before the body is looked at, as nothing counts if it does not.
                .then(found -> ofStatus(found, table -> ChangeExporters.makeReady(table, found, false)))
                .then(found -> {
                    Exporter wanted = changes.apply(found);
                    return ofStatus(found, table -> ChangeExporters.makeReady(table, found, anew.test(found, wanted)))
                            .then(ready -> exporters.write(
                                    table -> ChangeExporters.change(table, found, wanted), table -> wanted));
                });
    }

    /** Deletes an exporter; one that is made under its name later begins anew. */
    public Decision<String> delete(String name) {
        return exporters
                .write(table -> ChangeExporters.delete(table, name), table -> name)
                .then(deleted -> statuses.write(
                        table -> Decision.accept(
                                table.find(name).isPresent()
                                        ? List.of(new Written<>(name, Optional.empty()))
                                        : List.of()),
                        table -> name));
    }

    public Decision<Exporter> pause(String name) {
        return find(name).then(found -> ofStatus(found, table -> Decision.accept(ChangeExporters.pause(table, found))));
    }

    public Decision<Exporter> resume(String name) {
        return alone(() -> find(name)
                .then(found -> ofStatus(found, table -> Decision.accept(ChangeExporters.resume(table, found)))));
    }

    /** Sets an exporter that rests back to the first record. */
    public Decision<Exporter> reset(String name) {
        return find(name).then(found -> ofStatus(found, table -> ChangeExporters.reset(table, found)));
    }

    private Decision<Exporter> ofStatus(
            Exporter exporter, Function<NamedTable<ExporterStatus>, Decision<List<Written<ExporterStatus>>>> change) {
        return statuses.write(change, table -> exporter);
    }

    /**
     * Notes how an exporter has got on; answers how it is now, which is another way if somebody has paused, reset or
     * deleted it meanwhile.
     */
    public ExporterStatus move(Exporter exporter, ExporterStatus from, ExporterStatus to) {
        return alone(() -> moveAlone(exporter, from, to));
    }

    private ExporterStatus moveAlone(Exporter exporter, ExporterStatus from, ExporterStatus to) {
        if (!exporters.read(table -> table.find(exporter.name())).equals(Optional.of(exporter))) {
            return from.in(ExporterState.PAUSED, ""); // What is not there any more, or is another one, rests.
        }
        return statuses.write(
                        table -> Decision.accept(ChangeExporters.move(table, exporter, from, to)),
                        table -> ChangeExporters.status(table, exporter))
                .fold(status -> status, refused -> from);
    }

    /** After having become the one that leads: sees to it that nobody else writes, and that all of theirs is known. */
    public void takeOver() {
        if (names().isEmpty()) {
            exporters.rest();
        } else {
            exporters.write(table -> Decision.accept(List.of()), table -> true);
            statuses.write(table -> Decision.accept(List.of()), table -> true);
        }
    }

    @Override
    public void close() {
        exporters.close();
        statuses.close();
    }
}
