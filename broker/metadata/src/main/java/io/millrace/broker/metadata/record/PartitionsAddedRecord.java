package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;
import org.apache.kafka.common.Uuid;

/** A topic has more partitions, numbered on from those it had. */
public record PartitionsAddedRecord(Uuid topicId, List<PartitionImage> added) implements MetadataRecord {

    public PartitionsAddedRecord {
        added = List.copyOf(added);
    }

    @Override
    public RecordType type() {
        return RecordType.PARTITIONS_ADDED;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.addPartitions(topicId, added);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeUuid(topicId);
        writer.writeList(added, (fields, partition) -> partition.write(fields));
    }

    static PartitionsAddedRecord read(FieldReader reader) {
        return new PartitionsAddedRecord(reader.readUuid(), reader.readList(PartitionImage::read));
    }
}
