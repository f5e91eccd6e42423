package io.millrace.registry.model.exporter;

/** What an exporter does. */
public enum ExporterState {
    /** It copies what was there before it was started. */
    STARTING,
    /** The destination has had all that was there at some moment since, and is kept up to date. */
    RUNNING,
    PAUSED,
    /** It is hindered, and tries again at intervals. */
    ERROR
}
