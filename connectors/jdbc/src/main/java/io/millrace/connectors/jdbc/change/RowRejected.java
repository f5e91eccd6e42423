package io.millrace.connectors.jdbc.change;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** One record can never be applied, for a reason that the message tells; all others can. */
public final class RowRejected extends DataException {
    private static final long serialVersionUID = 1L;

    private final transient SinkRecord origin;
    private final boolean mayResolve;

    /** Rejects a record for the given reason. */
    public RowRejected(SinkRecord origin, String reason) {
        this(origin, reason, null);
    }

    /** Rejects a record that misses what a record of another partition may yet bring. */
    public static RowRejected untilOthersArrive(SinkRecord origin, String reason) {
        return new RowRejected(origin, reason, null, true);
    }

    /** Rejects a record for the given reason. */
    public RowRejected(SinkRecord origin, String reason, Throwable cause) {
        this(origin, reason, cause, false);
    }

    private RowRejected(SinkRecord origin, String reason, Throwable cause, boolean mayResolve) {
        super(
                "Record at topic " + origin.originalTopic() + ", partition " + origin.originalKafkaPartition()
                        + ", offset " + origin.originalKafkaOffset() + " cannot be written: " + reason,
                cause);
        this.origin = origin;
        this.mayResolve = mayResolve;
    }

    /** Whether the record may fit once other partitions have been read further. */
    public boolean mayResolve() {
        return mayResolve;
    }

    /** The record. */
    public SinkRecord origin() {
        return origin;
    }
}
