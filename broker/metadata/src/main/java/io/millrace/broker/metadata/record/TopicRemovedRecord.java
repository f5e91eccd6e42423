package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import org.apache.kafka.common.Uuid;

/** A topic is gone, and its configs with it. */
public record TopicRemovedRecord(Uuid topicId) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.TOPIC_REMOVED;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.removeTopic(topicId);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeUuid(topicId);
    }

    static TopicRemovedRecord read(FieldReader reader) {
        return new TopicRemovedRecord(reader.readUuid());
    }
}
