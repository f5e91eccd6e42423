package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.wire.FieldReader;
import java.util.function.Function;

/** The stored kinds of records. A code is never used again for another kind. */
public enum RecordType {
    CLUSTER(1, ClusterRecord::read),
    BROKER(2, BrokerRecord::read),
    TOPIC(3, TopicRecord::read),
    TOPIC_REMOVED(4, TopicRemovedRecord::read),
    PARTITION(5, PartitionRecord::read),
    PARTITIONS_ADDED(6, PartitionsAddedRecord::read),
    CONFIG(7, ConfigRecord::read),
    PRODUCER_IDS(8, ProducerIdsRecord::read),
    COMMAND(9, CommandRecord::read);

    private final short code;
    private final Function<FieldReader, MetadataRecord> reader;

    RecordType(int code, Function<FieldReader, MetadataRecord> reader) {
        this.code = (short) code;
        this.reader = reader;
    }

    short code() {
        return code;
    }

    MetadataRecord read(FieldReader fields) {
        return reader.apply(fields);
    }
}
