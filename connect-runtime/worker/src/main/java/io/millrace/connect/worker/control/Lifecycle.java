package io.millrace.connect.worker.control;

/** The state of a connector or task, spelled as on the wire; STOPPED is a state of connectors only. */
public enum Lifecycle {
    UNASSIGNED,
    RUNNING,
    PAUSED,
    STOPPED,
    FAILED,
    RESTARTING
}
