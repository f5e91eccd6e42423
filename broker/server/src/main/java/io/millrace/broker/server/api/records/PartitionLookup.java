package io.millrace.broker.server.api.records;

import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.BrokerServices;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Finds a partition by the name of its topic, as most requests give it. */
final class PartitionLookup {

    private PartitionLookup() {}

    static Optional<PartitionHost> find(BrokerServices services, String topic, int partition) {
        return services.cluster().image().topics().find(topic).flatMap(known -> services.partitions()
                .find(known.id(), partition));
    }

    /** What to say of one that is not found. */
    static Errors absence(BrokerServices services, String topic, int partition) {
        return absence(services, services.cluster().image().topics().find(topic), partition);
    }

    static Errors absence(BrokerServices services, Optional<TopicImage> topic, int partition) {
        return topic.map(known -> services.partitions().absence(known.id(), partition))
                .orElse(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }
}
