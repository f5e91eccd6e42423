package io.millrace.broker.server.api.records;

import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.BrokerServices;
import java.util.Optional;

/** Finds a partition by the name of its topic, as most requests give it. */
final class PartitionLookup {

    private PartitionLookup() {}

    static Optional<PartitionHost> find(BrokerServices services, String topic, int partition) {
        return services.cluster().image().topics().find(topic).flatMap(known -> services.partitions()
                .find(known.id(), partition));
    }
}
