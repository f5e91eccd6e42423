package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.image.QuotaEntity;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** New limits of one entity by key; a key without a limit is removed. All of them or none. */
public record QuotaChange(QuotaEntity entity, SortedMap<String, Optional<Double>> limits) {

    public QuotaChange {
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    void write(FieldWriter writer) {
        entity.write(writer);
        writer.writeList(limits.entrySet(), (fields, limit) -> {
            fields.writeString(limit.getKey());
            fields.writeBoolean(limit.getValue().isPresent());
            limit.getValue().ifPresent(given -> fields.writeLong(Double.doubleToLongBits(given)));
        });
    }

    static QuotaChange read(FieldReader reader) {
        QuotaEntity entity = QuotaEntity.read(reader);
        SortedMap<String, Optional<Double>> limits = new TreeMap<>();
        reader.readList(fields -> limits.put(
                fields.readString(),
                fields.readBoolean() ? Optional.of(Double.longBitsToDouble(fields.readLong())) : Optional.empty()));
        return new QuotaChange(entity, limits);
    }
}
