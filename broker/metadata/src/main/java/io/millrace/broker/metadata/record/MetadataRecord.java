package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.wire.FieldWriter;

/** One change of the image. Applying it asks no questions: they were answered when it was decided. */
public sealed interface MetadataRecord
        permits ClusterRecord,
                BrokerRecord,
                TopicRecord,
                TopicRemovedRecord,
                PartitionRecord,
                PartitionsAddedRecord,
                ConfigRecord,
                ProducerIdsRecord,
                CommandRecord,
                AclAddedRecord,
                AclRemovedRecord,
                ScramCredentialRecord,
                FeatureRecord,
                QuotaRecord {

    RecordType type();

    void applyTo(ImageDraft draft);

    /** Writes the fields, without type and version. */
    void write(FieldWriter writer);
}
