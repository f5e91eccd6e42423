package io.millrace.connect.worker.exactlyonce;

import io.millrace.connect.worker.config.FlushConfig;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/** Says where a source task's transactions end. On the task's thread. */
public interface TransactionBoundary {

    /** What becomes of the open transaction. */
    enum Ending {
        /** It goes on. */
        NONE,
        COMMIT,
        /** Its records are dropped; their offsets are committed all the same, or they would come again for ever. */
        ABORT
    }

    /** The task begins to poll, at its start or after a pause. */
    default void begin() {}

    /** After a record was sent or dropped. */
    default Ending after(SourceRecord record) {
        return Ending.NONE;
    }

    /** After the last record of a poll, or a poll that gave nothing; {@code records} are in the open transaction. */
    Ending afterBatch(int records);

    /** After the last record of a poll, if the open transaction goes on and its task can hold no more. */
    default Ending whenFull() {
        return Ending.NONE;
    }

    /** Before a pause, and when no more records come. */
    default Ending atEnd() {
        return Ending.COMMIT;
    }

    /** Whether a transaction that is open may be ended because somebody wants a pause. */
    default boolean endsForPause() {
        return true;
    }

    /** For a source that says itself where transactions end; null for others. */
    default TransactionContext context() {
        return null;
    }

    /** The boundary that a connector's configuration names; {@code flush} has the interval's default. */
    static TransactionBoundary of(Map<String, String> connector, FlushConfig flush) {
        String name = connector.getOrDefault("transaction.boundary", "poll").strip();
        String intervalMs = connector.get("transaction.boundary.interval.ms");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "interval" ->
                new IntervalBoundary(
                        intervalMs == null ? flush.intervalMs() : Long.parseLong(intervalMs.strip()), System::nanoTime);
            case "connector" -> new ConnectorBoundary();
            default -> records -> Ending.COMMIT;
        };
    }
}
