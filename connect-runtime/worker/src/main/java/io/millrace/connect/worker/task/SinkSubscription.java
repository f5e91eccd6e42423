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

/** Subscribes a sink's consumer and passes on what its group decides. */
record SinkSubscription(SinkPipeline pipeline) implements ConsumerRebalanceListener {

    void subscribe(Consumer<byte[], byte[]> consumer, Map<String, String> config) {
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
