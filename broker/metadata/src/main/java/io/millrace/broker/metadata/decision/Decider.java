package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.AllocateProducerIds;
import io.millrace.broker.metadata.command.AlterConfigs;
import io.millrace.broker.metadata.command.AlterQuotas;
import io.millrace.broker.metadata.command.AlterScramCredentials;
import io.millrace.broker.metadata.command.CreateAcls;
import io.millrace.broker.metadata.command.CreatePartitions;
import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.DeleteAcls;
import io.millrace.broker.metadata.command.DeleteTopics;
import io.millrace.broker.metadata.command.FoundCluster;
import io.millrace.broker.metadata.command.MetadataCommand;
import io.millrace.broker.metadata.command.RegisterBroker;
import io.millrace.broker.metadata.command.UpdateFeatures;
import io.millrace.broker.metadata.config.ConfigSchema;
import io.millrace.broker.metadata.image.MetadataImage;
import org.apache.kafka.common.protocol.Errors;

/** Leads each command to the class that decides it. */
public final class Decider {
    private final ConfigSchema schema;
    private final MetadataLimits limits;

    public Decider(ConfigSchema schema, MetadataLimits limits) {
        this.schema = schema;
        this.limits = limits;
    }

    /** @param index the place of the command in the metadata log; it becomes the broker epoch of a registration */
    public Decision decide(MetadataImage image, long index, MetadataCommand command) {
        if (!image.founded() && !(command instanceof FoundCluster)) {
            return Decision.refused(Errors.INCONSISTENT_CLUSTER_ID, "The cluster is not founded yet.");
        }
        return switch (command.type()) {
            case FOUND_CLUSTER -> DecideFoundCluster.decide(image, (FoundCluster) command);
            case REGISTER_BROKER -> DecideRegisterBroker.decide(image, index, (RegisterBroker) command);
            case CREATE_TOPICS -> DecideCreateTopics.decide(image, (CreateTopics) command, schema.topic(), limits);
            case DELETE_TOPICS -> DecideDeleteTopics.decide(image, (DeleteTopics) command);
            case CREATE_PARTITIONS -> DecideCreatePartitions.decide(image, (CreatePartitions) command, limits);
            case ALTER_CONFIGS -> DecideAlterConfigs.decide(image, (AlterConfigs) command, schema);
            case ALLOCATE_PRODUCER_IDS -> DecideAllocateProducerIds.decide(image, (AllocateProducerIds) command);
            case CREATE_ACLS -> DecideCreateAcls.decide(image, (CreateAcls) command);
            case DELETE_ACLS -> DecideDeleteAcls.decide(image, (DeleteAcls) command);
            case ALTER_SCRAM_CREDENTIALS -> DecideAlterScramCredentials.decide(image, (AlterScramCredentials) command);
            case UPDATE_FEATURES -> DecideUpdateFeatures.decide(image, index, (UpdateFeatures) command);
            case ALTER_QUOTAS -> DecideAlterQuotas.decide(image, (AlterQuotas) command);
        };
    }
}
