package io.millrace.connect.worker.control;

/** Who took part in a change of offsets; FRAMEWORK_ONLY means that offsets kept elsewhere are not touched. */
public enum OffsetChange {
    CONNECTOR_AND_FRAMEWORK,
    FRAMEWORK_ONLY
}
