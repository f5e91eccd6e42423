package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** All producer ids below {@code nextProducerId} belong to some broker. */
public record ProducerIdsRecord(long nextProducerId) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.PRODUCER_IDS;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.nextProducerId(nextProducerId);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeLong(nextProducerId);
    }

    static ProducerIdsRecord read(FieldReader reader) {
        return new ProducerIdsRecord(reader.readLong());
    }
}
