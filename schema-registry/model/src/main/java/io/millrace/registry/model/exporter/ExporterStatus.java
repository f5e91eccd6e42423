package io.millrace.registry.model.exporter;

/**
 * How far an exporter has come.
 *
 * @param exporterId whose it is; that of an exporter which had the name before says nothing
 * @param offset of the last record of the schemas' topic whose effect the destination has; -1 before the first
 * @param tsMs when that record was written, in ms since 1970; 0 before the first
 * @param trace what hinders it; empty if nothing
 */
public record ExporterStatus(String exporterId, ExporterState state, long offset, long tsMs, String trace) {
    /** Of an exporter that has done nothing yet. */
    public static ExporterStatus initial(String exporterId) {
        return new ExporterStatus(exporterId, ExporterState.STARTING, -1, 0, "");
    }

    /** The same place in another state. */
    public ExporterStatus in(ExporterState other, String newTrace) {
        return new ExporterStatus(exporterId, other, offset, tsMs, newTrace);
    }

    /** Further on, and not hindered. */
    public ExporterStatus at(long newOffset, long newTsMs, ExporterState newState) {
        return new ExporterStatus(exporterId, newState, newOffset, newTsMs, "");
    }

    /** Before the first record. */
    public ExporterStatus rewound() {
        return new ExporterStatus(exporterId, state, -1, 0, "");
    }

    public boolean isPaused() {
        return state == ExporterState.PAUSED;
    }
}
