package io.millrace.broker.log;

/** Who made the batch, hence what is checked. */
public enum AppendOrigin {
    /** A producer over the wire: everything is checked, control batches are refused. */
    CLIENT,
    /** A coordinator of this broker: control batches are allowed, size limits and sequences are not checked. */
    COORDINATOR
}
