package io.millrace.broker.coordinator.transaction;

/**
 * The limits and times of transactions.
 *
 * @param maxTimeoutMs {@code transaction.max.timeout.ms}
 * @param timeoutCheckIntervalMs {@code transaction.abort.timed.out.transaction.cleanup.interval.ms}
 * @param idExpirationMs {@code transactional.id.expiration.ms}
 * @param idCheckIntervalMs {@code transaction.remove.expired.transaction.cleanup.interval.ms}
 * @param maxIds how many transactional ids one shard holds
 * @param maxDecisionBytes keys and values that one request may store
 */
public record TransactionConfig(
        int maxTimeoutMs,
        long timeoutCheckIntervalMs,
        long idExpirationMs,
        long idCheckIntervalMs,
        int maxIds,
        int maxDecisionBytes) {
    public static final TransactionConfig DEFAULTS =
            new TransactionConfig(900_000, 10_000, 7L * 24 * 60 * 60 * 1000, 3_600_000, 100_000, 4 << 20);
}
