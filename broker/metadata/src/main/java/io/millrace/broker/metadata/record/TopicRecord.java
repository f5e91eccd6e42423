package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** A topic exists, with all its partitions. */
public record TopicRecord(TopicImage topic) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.TOPIC;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.putTopic(topic);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeUuid(topic.id());
        writer.writeString(topic.name());
        writer.writeList(topic.partitions(), (fields, partition) -> partition.write(fields));
    }

    static TopicRecord read(FieldReader reader) {
        return new TopicRecord(
                new TopicImage(reader.readUuid(), reader.readString(), reader.readList(PartitionImage::read)));
    }
}
