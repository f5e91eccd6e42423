package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import java.util.function.Function;

/** The stored kinds of commands. A code is never used again for another kind. */
public enum CommandType {
    FOUND_CLUSTER(1, FoundCluster::read),
    REGISTER_BROKER(2, RegisterBroker::read),
    CREATE_TOPICS(3, CreateTopics::read),
    DELETE_TOPICS(4, DeleteTopics::read),
    CREATE_PARTITIONS(5, CreatePartitions::read),
    ALTER_CONFIGS(6, AlterConfigs::read),
    ALLOCATE_PRODUCER_IDS(7, AllocateProducerIds::read);

    private final short code;
    private final Function<FieldReader, MetadataCommand> reader;

    CommandType(int code, Function<FieldReader, MetadataCommand> reader) {
        this.code = (short) code;
        this.reader = reader;
    }

    short code() {
        return code;
    }

    MetadataCommand read(FieldReader fields) {
        return reader.apply(fields);
    }
}
