package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import org.apache.kafka.common.Uuid;

/** One partition has changed: its leader, its term, its ISR or its replicas. */
public record PartitionRecord(Uuid topicId, PartitionImage partition) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.PARTITION;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.putPartition(topicId, partition);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeUuid(topicId);
        partition.write(writer);
    }

    static PartitionRecord read(FieldReader reader) {
        return new PartitionRecord(reader.readUuid(), PartitionImage.read(reader));
    }
}
