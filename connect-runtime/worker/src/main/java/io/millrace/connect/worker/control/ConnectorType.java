package io.millrace.connect.worker.control;

/** The direction of a connector; UNKNOWN when its class cannot be found on this worker. */
public enum ConnectorType {
    SOURCE,
    SINK,
    UNKNOWN
}
