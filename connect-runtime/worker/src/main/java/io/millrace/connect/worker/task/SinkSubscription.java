package io.millrace.connect.worker.task;

import io.millrace.connect.worker.config.SinkTopics;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Subscribes a sink's consumer and passes on what its group decides.
 *
 * <p>A static member that comes back is given its former assignment without a look at the topics, even as the leader
 * of its group (KIP-814). Topics and partitions that came while it was away would wait for the next change of the
 * topics, which may never be. So the first assignment is followed by a rebalance.
 */
final class SinkSubscription implements ConsumerRebalanceListener {

    private final SinkPartitions partitions;
    private final Consumer<byte[], byte[]> consumer;
    private boolean assignedOnce;

    SinkSubscription(SinkPartitions partitions, Consumer<byte[], byte[]> consumer) {
        this.partitions = partitions;
        this.consumer = consumer;
    }

    void subscribe(Map<String, String> config) {
        SinkTopics topics = SinkTopics.parse(config);
        if (topics.pattern().isPresent()) {
            consumer.subscribe(topics.pattern().get(), this);
        } else {
            consumer.subscribe(topics.names(), this);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (!assignedOnce) {
            assignedOnce = true;
            consumer.enforceRebalance("topics may have come while the task was away");
        }
        this.partitions.opened(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        this.partitions.closed(partitions, true);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        this.partitions.closed(partitions, false);
    }
}
