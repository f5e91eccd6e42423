package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.wire.FieldReader;

/** The stored kinds of records. A code is never used again for another kind. */
public enum RecordType {
    CLUSTER(1),
    BROKER(2),
    TOPIC(3),
    TOPIC_REMOVED(4),
    PARTITION(5),
    PARTITIONS_ADDED(6),
    CONFIG(7),
    PRODUCER_IDS(8),
    COMMAND(9),
    ACL_ADDED(20),
    ACL_REMOVED(21),
    SCRAM_CREDENTIAL(30),
    FEATURE(40),
    QUOTA(41);

    private final short code;

    RecordType(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    MetadataRecord read(FieldReader fields) {
        return switch (this) {
            case CLUSTER -> ClusterRecord.read(fields);
            case BROKER -> BrokerRecord.read(fields);
            case TOPIC -> TopicRecord.read(fields);
            case TOPIC_REMOVED -> TopicRemovedRecord.read(fields);
            case PARTITION -> PartitionRecord.read(fields);
            case PARTITIONS_ADDED -> PartitionsAddedRecord.read(fields);
            case CONFIG -> ConfigRecord.read(fields);
            case PRODUCER_IDS -> ProducerIdsRecord.read(fields);
            case COMMAND -> CommandRecord.read(fields);
            case ACL_ADDED -> AclAddedRecord.read(fields);
            case ACL_REMOVED -> AclRemovedRecord.read(fields);
            case SCRAM_CREDENTIAL -> ScramCredentialRecord.read(fields);
            case FEATURE -> FeatureRecord.read(fields);
            case QUOTA -> QuotaRecord.read(fields);
        };
    }
}
