package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.QuotaEntity;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Optional;

/** An entity has this limit from now on; without one it has no limit of its own. */
public record QuotaRecord(QuotaEntity entity, String key, Optional<Double> limit) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.QUOTA;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.putQuota(entity, key, limit);
    }

    @Override
    public void write(FieldWriter writer) {
        entity.write(writer);
        writer.writeString(key);
        writer.writeBoolean(limit.isPresent());
        limit.ifPresent(given -> writer.writeLong(Double.doubleToLongBits(given)));
    }

    static QuotaRecord read(FieldReader reader) {
        return new QuotaRecord(
                QuotaEntity.read(reader),
                reader.readString(),
                reader.readBoolean() ? Optional.of(Double.longBitsToDouble(reader.readLong())) : Optional.empty());
    }
}
