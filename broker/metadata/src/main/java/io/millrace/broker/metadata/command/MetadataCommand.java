package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldWriter;

/** A proposal to change the cluster. */
public sealed interface MetadataCommand
        permits FoundCluster,
                RegisterBroker,
                CreateTopics,
                DeleteTopics,
                CreatePartitions,
                AlterConfigs,
                AllocateProducerIds,
                CreateAcls,
                DeleteAcls,
                AlterScramCredentials,
                UpdateFeatures,
                AlterQuotas {

    CommandType type();

    /** Writes the fields, without type and version. */
    void write(FieldWriter writer);
}
