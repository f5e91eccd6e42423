package io.millrace.broker.coordinator.decision;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The end of a transaction, to be written into each of its partitions once the decision is safe. The host tries until
 * every partition that still exists has its marker, and then tells the shard.
 *
 * @param transactionVersion 2 when the epoch is that of the end itself (KIP-890), else 0
 */
public record TransactionMarkers(
        String transactionalId,
        long producerId,
        short producerEpoch,
        boolean commit,
        short transactionVersion,
        List<TopicPartition> partitions) {

    public TransactionMarkers {
        partitions = List.copyOf(partitions);
    }
}
