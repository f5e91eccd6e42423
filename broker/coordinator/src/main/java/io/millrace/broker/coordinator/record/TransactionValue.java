package io.millrace.broker.coordinator.record;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code __transaction_state} says of one transactional id.
 *
 * @param status Kafka's number of the state
 * @param partitions by topic
 * @param startTimestampMs -1 before the first transaction
 * @param clientTransactionVersion 2 when every transaction has an epoch of its own (KIP-890)
 */
public record TransactionValue(
        long producerId,
        long previousProducerId,
        long nextProducerId,
        short producerEpoch,
        int timeoutMs,
        byte status,
        SortedMap<String, List<Integer>> partitions,
        long lastUpdateTimestampMs,
        long startTimestampMs,
        short clientTransactionVersion) {
    public static final long NO_PRODUCER_ID = -1;

    public TransactionValue {
        SortedMap<String, List<Integer>> copy = new TreeMap<>();
        for (Map.Entry<String, List<Integer>> topic : partitions.entrySet()) {
            copy.put(topic.getKey(), List.copyOf(topic.getValue()));
        }
        partitions = copy;
    }
}
