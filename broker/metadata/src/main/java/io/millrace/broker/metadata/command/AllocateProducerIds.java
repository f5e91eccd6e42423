package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** A broker needs the next block of producer ids. */
public record AllocateProducerIds(int brokerId, long brokerEpoch) implements MetadataCommand {
    @Override
    public CommandType type() {
        return CommandType.ALLOCATE_PRODUCER_IDS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeInt(brokerId);
        writer.writeLong(brokerEpoch);
    }

    static AllocateProducerIds read(FieldReader reader) {
        return new AllocateProducerIds(reader.readInt(), reader.readLong());
    }
}
