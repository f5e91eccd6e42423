package io.millrace.broker.coordinator.transaction;

import java.util.Optional;
import java.util.OptionalLong;

/** What happens without being asked: transactions that took too long are aborted, ids that nobody uses are forgotten. */
final class ExpireTransactions {
    /** One decision is one batch, and a batch has to fit into the log; the rest waits for the next decision. */
    private static final int MAX_TOMBSTONES = 5_000;

    /** After a refused append, or while no producer id is at hand, what was due is tried again this much later. */
    private static final long RETRY_MS = 1_000;

    private final TransactionStore store;
    private final TransactionConfig config;
    private final FreshProducerIds ids;
    private long beginMs;
    private long notBeforeMs;
    private long idCheckMs;

    ExpireTransactions(TransactionStore store, TransactionConfig config, FreshProducerIds ids) {
        this.store = store;
        this.config = config;
        this.ids = ids;
    }

    void begin(long nowMs) {
        beginMs = nowMs;
        notBeforeMs = nowMs;
        idCheckMs = nowMs + config.idCheckIntervalMs();
    }

    /** A shard without transactions has nothing to wait for. */
    long nextMs() {
        if (store.size() == 0) {
            return Long.MAX_VALUE;
        }
        long timeoutMs = store.nextToTimeOut()
                .map(next -> Math.max(notBeforeMs, nextCheckMs(next.deadlineMs())))
                .orElse(Long.MAX_VALUE);
        return Math.min(timeoutMs, idCheckMs);
    }

    /** Transactions are looked at once in an interval, and one that is late by then is aborted. */
    private long nextCheckMs(long deadlineMs) {
        long intervalMs = config.timeoutCheckIntervalMs();
        return beginMs + (Math.max(0, deadlineMs - beginMs) / intervalMs + 1) * intervalMs;
    }

    /** One thing that is due by now. */
    void expire(TransactionDraft draft, long nowMs) {
        Optional<Transaction> late =
                store.nextToTimeOut().filter(next -> nextCheckMs(next.deadlineMs()) <= nowMs && notBeforeMs <= nowMs);
        if (late.isPresent()) {
            abort(draft, late.get(), nowMs);
        } else {
            forget(draft, nowMs);
        }
    }

    /** The producer is fenced with it, or its late records would begin a transaction that nobody ends. */
    private void abort(TransactionDraft draft, Transaction late, long nowMs) {
        OptionalLong successorId = late.successorId(ids);
        if (successorId.isPresent()) {
            draft.end(late.ended(false, late.producer().epoch(), successorId.getAsLong(), nowMs));
        } else {
            notBeforeMs = nowMs + RETRY_MS;
        }
    }

    private void forget(TransactionDraft draft, long nowMs) {
        boolean full = false;
        for (Transaction transaction : store.all()) {
            if (transaction.state().isAtRest() && transaction.updatedMs() + config.idExpirationMs() <= nowMs) {
                full = draft.recordCount() >= MAX_TOMBSTONES;
                if (full) {
                    break;
                }
                draft.forget(transaction.transactionalId());
            }
        }
        idCheckMs = full ? nowMs : nowMs + config.idCheckIntervalMs();
    }

    /** The log took nothing of it. */
    void refused(long nowMs) {
        notBeforeMs = nowMs + RETRY_MS;
        idCheckMs = nowMs + RETRY_MS;
    }
}
