package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import java.util.function.Function;

/** The stored kinds of answers. A code is never used again for another kind. */
public enum ResponseType {
    COMMAND_REFUSED(1, CommandRefused::read),
    CLUSTER_FOUNDED(2, ClusterFounded::read),
    BROKER_REGISTERED(3, BrokerRegistered::read),
    TOPICS_CREATED(4, TopicsCreated::read),
    TOPICS_DELETED(5, TopicsDeleted::read),
    PARTITIONS_CREATED(6, PartitionsCreated::read),
    CONFIGS_ALTERED(7, ConfigsAltered::read),
    PRODUCER_IDS_ALLOCATED(8, ProducerIdsAllocated::read);

    private final short code;
    private final Function<FieldReader, CommandResponse> reader;

    ResponseType(int code, Function<FieldReader, CommandResponse> reader) {
        this.code = (short) code;
        this.reader = reader;
    }

    short code() {
        return code;
    }

    CommandResponse read(FieldReader fields) {
        return reader.apply(fields);
    }
}
