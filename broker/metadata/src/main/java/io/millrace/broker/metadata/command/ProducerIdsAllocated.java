package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** The ids from {@code firstProducerId}, {@code count} of them, belong to the asking broker and nobody else, ever. */
public record ProducerIdsAllocated(long firstProducerId, int count) implements CommandResponse {
    @Override
    public ResponseType type() {
        return ResponseType.PRODUCER_IDS_ALLOCATED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeLong(firstProducerId);
        writer.writeInt(count);
    }

    static ProducerIdsAllocated read(FieldReader reader) {
        return new ProducerIdsAllocated(reader.readLong(), reader.readInt());
    }
}
