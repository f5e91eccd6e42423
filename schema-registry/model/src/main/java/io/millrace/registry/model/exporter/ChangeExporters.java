package io.millrace.registry.model.exporter;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.exporter.NamedTable.Written;
import java.util.List;
import java.util.Optional;

/** Makes, changes and deletes exporters, and moves them between their states: says which records are to be written. */
public final class ChangeExporters {
    private ChangeExporters() {}

    /** Makes an exporter under a name that is free. */
    public static Decision<List<Written<Exporter>>> create(NamedTable<Exporter> table, Exporter wanted, int max) {
        if (table.find(wanted.name()).isPresent()) {
            return Decision.refuse(
                    RegistryErrorCode.EXPORTER_EXISTS, "There is an exporter '" + wanted.name() + "' already");
        }
        return table.names().size() >= max
                ? Decision.refuse(
                        RegistryErrorCode.TOO_MANY_EXPORTERS,
                        "There are " + max + " exporters, which is the limit (exporter.max.exporters)")
                : Decision.accept(List.of(new Written<>(wanted.name(), Optional.of(wanted))));
    }

    /** Makes another exporter of the one that was looked at. */
    public static Decision<List<Written<Exporter>>> change(
            NamedTable<Exporter> table, Exporter before, Exporter wanted) {
        return find(table, before.name())
                .then(found -> found.equals(before)
                        ? Decision.accept(List.of(new Written<>(before.name(), Optional.of(wanted))))
                        : Decision.refuse(
                                RegistryErrorCode.EXPORTER_NOT_PAUSED,
                                "Exporter '" + before.name()
                                        + "' was changed meanwhile; pause it and send this again"));
    }

    /** Deletes an exporter; what it has copied stays where it is. */
    public static Decision<List<Written<Exporter>>> delete(NamedTable<Exporter> table, String name) {
        return find(table, name).map(found -> List.of(new Written<>(name, Optional.empty())));
    }

    /** The exporter, or why there is none. */
    public static Decision<Exporter> find(NamedTable<Exporter> table, String name) {
        return table.find(name)
                .map(Decision::accept)
                .orElseGet(() ->
                        Decision.refuse(RegistryErrorCode.EXPORTER_NOT_FOUND, "Exporter '" + name + "' not found"));
    }

    /** The status of an exporter; that of one which had its name before is none. */
    public static ExporterStatus status(NamedTable<ExporterStatus> table, Exporter exporter) {
        return table.find(exporter.name())
                .filter(each -> each.exporterId().equals(exporter.id()))
                .orElseGet(() -> ExporterStatus.initial(exporter.id()));
    }

    /** Refuses unless the exporter rests. */
    public static Decision<ExporterStatus> paused(NamedTable<ExporterStatus> table, Exporter exporter) {
        ExporterStatus status = status(table, exporter);
        return status.isPaused()
                ? Decision.accept(status)
                : Decision.refuse(
                        RegistryErrorCode.EXPORTER_NOT_PAUSED,
                        "Exporter '" + exporter.name() + "' is " + status.state() + "; pause it first");
    }

    /** Lets an exporter rest, where it is. */
    public static List<Written<ExporterStatus>> pause(NamedTable<ExporterStatus> table, Exporter exporter) {
        ExporterStatus status = status(table, exporter);
        return status.isPaused() ? List.of() : written(exporter, status.in(ExporterState.PAUSED, ""));
    }

    /** Lets an exporter that rests go on from where it is. */
    public static List<Written<ExporterStatus>> resume(NamedTable<ExporterStatus> table, Exporter exporter) {
        ExporterStatus status = status(table, exporter);
        return status.isPaused() ? written(exporter, status.in(ExporterState.STARTING, "")) : List.of();
    }

    /** Lets an exporter that rests be changed; one that is to copy other things, or elsewhere, begins anew. */
    public static Decision<List<Written<ExporterStatus>>> makeReady(
            NamedTable<ExporterStatus> table, Exporter exporter, boolean anew) {
        return paused(table, exporter).map(status -> anew ? written(exporter, status.rewound()) : List.of());
    }

    /** Sets an exporter that rests back to the first record. */
    public static Decision<List<Written<ExporterStatus>>> reset(NamedTable<ExporterStatus> table, Exporter exporter) {
        return paused(table, exporter).map(status -> written(exporter, status.rewound()));
    }

    /** Notes how an exporter has got on, unless it is not any more where it was, or is to rest. */
    public static List<Written<ExporterStatus>> move(
            NamedTable<ExporterStatus> table, Exporter exporter, ExporterStatus from, ExporterStatus to) {
        return status(table, exporter).equals(from) && !from.isPaused() && !from.equals(to)
                ? written(exporter, to)
                : List.of();
    }

    private static List<Written<ExporterStatus>> written(Exporter exporter, ExporterStatus status) {
        return List.of(new Written<>(exporter.name(), Optional.of(status)));
    }
}
