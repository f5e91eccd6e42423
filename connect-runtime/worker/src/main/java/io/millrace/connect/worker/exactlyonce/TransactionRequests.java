package io.millrace.connect.worker.exactlyonce;

import io.millrace.connect.worker.exactlyonce.TransactionBoundary.Ending;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * What a source wants of its transactions. The source asks from any thread; who asks for both ends of one transaction is
 * found out on the task's thread, where no plugin can swallow the failure.
 */
final class TransactionRequests implements TransactionContext {

    /** Requests for records that no poll has given yet. */
    private static final int RECORDS_MAX = 100_000;

    private final Map<SourceRecord, Wish> records = new HashMap<>();
    private Wish batch = Wish.NONE;

    /** Commit and abort together are a contradiction. */
    private enum Wish {
        NONE,
        COMMIT,
        ABORT,
        BOTH;

        private Wish and(Wish other) {
            return this == NONE || this == other ? other : BOTH;
        }

        private Ending ending(String what) {
            return switch (this) {
                case NONE -> Ending.NONE;
                case COMMIT -> Ending.COMMIT;
                case ABORT -> Ending.ABORT;
                case BOTH ->
                    throw new IllegalStateException(
                            "The connector asked for both commit and abort of the transaction that ends with " + what);
            };
        }
    }

    @Override
    public synchronized void commitTransaction() {
        batch = batch.and(Wish.COMMIT);
    }

    @Override
    public void commitTransaction(SourceRecord record) {
        ask(record, Wish.COMMIT);
    }

    @Override
    public synchronized void abortTransaction() {
        batch = batch.and(Wish.ABORT);
    }

    @Override
    public void abortTransaction(SourceRecord record) {
        ask(record, Wish.ABORT);
    }

    private synchronized void ask(SourceRecord record, Wish wish) {
        Objects.requireNonNull(record, "The record that ends a transaction may not be null");
        if (records.size() >= RECORDS_MAX) {
            throw new IllegalStateException("The connector named " + RECORDS_MAX
                    + " records as ends of transactions that none of its polls has given");
        }
        records.merge(record, wish, Wish::and);
    }

    synchronized Ending take(SourceRecord record) {
        Wish wish = records.remove(record);
        return wish == null
                ? Ending.NONE
                : wish.ending("a record for topic " + record.topic() + ", partition " + record.kafkaPartition());
    }

    synchronized Ending takeBatch() {
        Wish wish = batch;
        batch = Wish.NONE;
        return wish.ending("a batch");
    }
}
