package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;

/** The stored kinds of commands. A code is never used again for another kind. */
public enum CommandType {
    FOUND_CLUSTER(1),
    REGISTER_BROKER(2),
    CREATE_TOPICS(3),
    DELETE_TOPICS(4),
    CREATE_PARTITIONS(5),
    ALTER_CONFIGS(6),
    ALLOCATE_PRODUCER_IDS(7),
    CREATE_ACLS(20),
    DELETE_ACLS(21),
    ALTER_SCRAM_CREDENTIALS(30),
    UPDATE_FEATURES(40),
    ALTER_QUOTAS(41);

    private final short code;

    CommandType(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    MetadataCommand read(FieldReader fields) {
        return switch (this) {
            case FOUND_CLUSTER -> FoundCluster.read(fields);
            case REGISTER_BROKER -> RegisterBroker.read(fields);
            case CREATE_TOPICS -> CreateTopics.read(fields);
            case DELETE_TOPICS -> DeleteTopics.read(fields);
            case CREATE_PARTITIONS -> CreatePartitions.read(fields);
            case ALTER_CONFIGS -> AlterConfigs.read(fields);
            case ALLOCATE_PRODUCER_IDS -> AllocateProducerIds.read(fields);
            case CREATE_ACLS -> CreateAcls.read(fields);
            case DELETE_ACLS -> DeleteAcls.read(fields);
            case ALTER_SCRAM_CREDENTIALS -> AlterScramCredentials.read(fields);
            case UPDATE_FEATURES -> UpdateFeatures.read(fields);
            case ALTER_QUOTAS -> AlterQuotas.read(fields);
        };
    }
}
