package io.millrace.connect.worker.task;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;

/**
 * Subscribes a sink's consumer and passes on what its group decides.
 *
 * <p>A static member that comes back is given its former assignment without a look at the topics, even as the leader
 * of its group (KIP-814). Topics and partitions that came while it was away would wait for the next change of the
 * topics, which may never be. So the first assignment is followed by a rebalance.
 */
final class SinkSubscription implements ConsumerRebalanceListener {

    private final SinkPipeline pipeline;
    private final Consumer<byte[], byte[]> consumer;
    private boolean assignedOnce;

    SinkSubscription(SinkPipeline pipeline, Consumer<byte[], byte[]> consumer) {
        this.pipeline = pipeline;
        this.consumer = consumer;
    }

    void subscribe(Map<String, String> config) {
        String topics = config.get("topics");
        String regex = config.get("topics.regex");
        boolean hasTopics = topics != null && !topics.isBlank();
        boolean hasRegex = regex != null && !regex.isBlank();
        if (hasTopics == hasRegex) {
            throw new ConfigException("A sink names its topics by exactly one of \"topics\" and \"topics.regex\".");
        }
        if (hasTopics) {
            List<String> names = Arrays.stream(topics.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            consumer.subscribe(names, this);
        } else {
            consumer.subscribe(Pattern.compile(regex), this);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (!assignedOnce) {
            assignedOnce = true;
            consumer.enforceRebalance("topics may have come while the task was away");
        }
        pipeline.opened(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        pipeline.closed(partitions, true);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        pipeline.closed(partitions, false);
    }
}
