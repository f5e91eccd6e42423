package io.millrace.connectors.jdbc.change;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** One record can never be applied, for a reason that the message tells; all others can. */
public final class RowRejected extends DataException {
    private static final long serialVersionUID = 1L;

    private final transient SinkRecord origin;

    /** Rejects a record for the given reason. */
    public RowRejected(SinkRecord origin, String reason) {
        this(origin, reason, null);
    }

    /** Rejects a record for the given reason. */
    public RowRejected(SinkRecord origin, String reason, Throwable cause) {
        super(
                "Record at topic " + origin.originalTopic() + ", partition " + origin.originalKafkaPartition()
                        + ", offset " + origin.originalKafkaOffset() + " cannot be written: " + reason,
                cause);
        this.origin = origin;
    }

    /** The record. */
    public SinkRecord origin() {
        return origin;
    }
}
