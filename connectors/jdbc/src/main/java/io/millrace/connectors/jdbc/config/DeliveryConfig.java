package io.millrace.connectors.jdbc.config;

import java.util.Map;

/**
 * How batches are delivered and what happens when the target is away.
 *
 * @param delivery where offsets live
 * @param batchRows most records of one transaction
 * @param copyMinRows from how many rows of one shape on they go through COPY instead of single statements
 * @param maxRetries how often in a row a batch is tried again; below 0 means without end
 * @param retryBackoffMs the first pause between tries; it doubles up to a minute
 * @param carryOverMaxRows most deleted rows that wait for the record of their new key
 * @param carryOverMaxAgeMs how long they wait
 * @param carryOverWaitMs how long the record of a new key waits for the row under the old one
 */
public record DeliveryConfig(
        Delivery delivery,
        int batchRows,
        int copyMinRows,
        int maxRetries,
        long retryBackoffMs,
        int carryOverMaxRows,
        long carryOverMaxAgeMs,
        long carryOverWaitMs) {

    /** Whether offsets are written with the data. */
    public boolean exactlyOnce() {
        return delivery == Delivery.EXACTLY_ONCE;
    }

    static DeliveryConfig from(Map<String, String> values) {
        return new DeliveryConfig(
                Delivery.parse(values.get(SinkKeys.DELIVERY)),
                Integer.parseInt(values.get(SinkKeys.BATCH_SIZE)),
                Integer.parseInt(values.get(SinkKeys.COPY_MIN_ROWS)),
                Integer.parseInt(values.get(SinkKeys.MAX_RETRIES)),
                Long.parseLong(values.get(SinkKeys.RETRY_BACKOFF_MS)),
                Integer.parseInt(values.get(SinkKeys.CARRY_OVER_MAX_ROWS)),
                Long.parseLong(values.get(SinkKeys.CARRY_OVER_MAX_AGE_MS)),
                Long.parseLong(values.get(SinkKeys.CARRY_OVER_WAIT_MS)));
    }
}
