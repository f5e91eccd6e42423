package io.millrace.connect.plan;

/** What the owner of a connector wants it to be; PAUSED keeps its tasks placed, STOPPED gives them up. */
public enum TargetState {
    STARTED,
    PAUSED,
    STOPPED
}
