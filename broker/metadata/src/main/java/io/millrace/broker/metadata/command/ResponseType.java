package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;

/** The stored kinds of answers. A code is never used again for another kind. */
public enum ResponseType {
    COMMAND_REFUSED(1),
    CLUSTER_FOUNDED(2),
    BROKER_REGISTERED(3),
    TOPICS_CREATED(4),
    TOPICS_DELETED(5),
    PARTITIONS_CREATED(6),
    CONFIGS_ALTERED(7),
    PRODUCER_IDS_ALLOCATED(8),
    ACLS_CREATED(20),
    ACLS_DELETED(21),
    SCRAM_CREDENTIALS_ALTERED(30),
    FEATURES_UPDATED(40),
    QUOTAS_ALTERED(41);

    private final short code;

    ResponseType(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    CommandResponse read(FieldReader fields) {
        return switch (this) {
            case COMMAND_REFUSED -> CommandRefused.read(fields);
            case CLUSTER_FOUNDED -> ClusterFounded.read(fields);
            case BROKER_REGISTERED -> BrokerRegistered.read(fields);
            case TOPICS_CREATED -> TopicsCreated.read(fields);
            case TOPICS_DELETED -> TopicsDeleted.read(fields);
            case PARTITIONS_CREATED -> PartitionsCreated.read(fields);
            case CONFIGS_ALTERED -> ConfigsAltered.read(fields);
            case PRODUCER_IDS_ALLOCATED -> ProducerIdsAllocated.read(fields);
            case ACLS_CREATED -> AclsCreated.read(fields);
            case ACLS_DELETED -> AclsDeleted.read(fields);
            case SCRAM_CREDENTIALS_ALTERED -> ScramCredentialsAltered.read(fields);
            case FEATURES_UPDATED -> FeaturesUpdated.read(fields);
            case QUOTAS_ALTERED -> QuotasAltered.read(fields);
        };
    }
}
