package io.millrace.broker.server.hosting;

/** When a write is answered: what {@code acks} of a produce request means here. */
public enum Acknowledgement {
    /** {@code acks=0}: at once; nobody reads the answer. */
    NONE,
    /** {@code acks=1}: when this broker's log has it for good, on disk or as far as {@code flush=async} goes. */
    LEADER,
    /** {@code acks=all}: when enough replicas have it, which is when the high watermark has passed it. */
    ALL
}
