package io.millrace.broker.log.transaction;

/**
 * A producer that a partition remembers.
 *
 * @param lastSequence -1 if none is remembered
 * @param lastTimestampMs when the broker last took something of it
 * @param coordinatorEpoch of the last marker, -1 if there was none
 * @param transactionFirstOffset -1 if it has no open transaction
 */
public record ActiveProducer(
        long producerId,
        short producerEpoch,
        int lastSequence,
        long lastTimestampMs,
        int coordinatorEpoch,
        long transactionFirstOffset) {}
