package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** A feature is finalized at this level from now on; 0 turns it off. */
public record FeatureRecord(String feature, short level, long epoch) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.FEATURE;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.finalizeFeature(feature, level, epoch);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeString(feature);
        writer.writeShort(level);
        writer.writeLong(epoch);
    }

    static FeatureRecord read(FieldReader reader) {
        return new FeatureRecord(reader.readString(), reader.readShort(), reader.readLong());
    }
}
