package io.millrace.broker.coordinator.transaction;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.Errors;

/** DescribeTransactions 0 and ListTransactions 0-2 for the transactional ids of one shard. */
public final class TransactionReads {

    private TransactionReads() {}

    /**
     * Which transactions are asked for. Empty sets let everything pass.
     *
     * @param longerThanMs only transactions that are older; negative for all
     */
    public record Filter(Set<Long> producerIds, Set<String> states, long longerThanMs) {

        private boolean passes(Transaction transaction, long nowMs) {
            return (producerIds.isEmpty()
                            || producerIds.contains(transaction.producer().id()))
                    && (states.isEmpty() || states.contains(transaction.state().wireName()))
                    && (longerThanMs < 0 || nowMs - transaction.startMs() > longerThanMs);
        }
    }

    static DescribeTransactionsResponseData.TransactionState describe(
            String transactionalId, Optional<Transaction> found, long wallAheadMs) {
        var described = new DescribeTransactionsResponseData.TransactionState().setTransactionalId(transactionalId);
        if (found.isEmpty()) {
            return described.setErrorCode(Errors.TRANSACTIONAL_ID_NOT_FOUND.code());
        }
        Transaction transaction = found.get();
        for (TopicPartition partition : transaction.partitions()) {
            TopicData topic = described.topics().find(partition.topic());
            if (topic == null) {
                topic = new TopicData().setTopic(partition.topic());
                described.topics().add(topic);
            }
            topic.partitions().add(partition.partition());
        }
        return described
                .setProducerId(transaction.producer().id())
                .setProducerEpoch(transaction.producer().epoch())
                .setTransactionState(transaction.state().wireName())
                .setTransactionTimeoutMs(transaction.timeoutMs())
                .setTransactionStartTimeMs(transaction.toValue(wallAheadMs).startTimestampMs());
    }

    static List<ListTransactionsResponseData.TransactionState> list(TransactionStore store, Filter filter, long nowMs) {
        return store.all().stream()
                .filter(transaction -> filter.passes(transaction, nowMs))
                .map(transaction -> new ListTransactionsResponseData.TransactionState()
                        .setTransactionalId(transaction.transactionalId())
                        .setProducerId(transaction.producer().id())
                        .setTransactionState(transaction.state().wireName()))
                .toList();
    }

    /** Whether a client may ask for this state by name. */
    public static boolean isState(String name) {
        return TransactionState.ofName(name).isPresent();
    }
}
