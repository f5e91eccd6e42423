package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.BrokerEndpoint;
import io.millrace.broker.metadata.image.BrokerImage;
import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** A broker is registered like this from now on. */
public record BrokerRecord(BrokerImage broker) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.BROKER;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.putBroker(broker);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeInt(broker.brokerId());
        writer.writeLong(broker.brokerEpoch());
        writer.writeUuid(broker.incarnationId());
        writer.writeList(broker.endpoints(), (fields, endpoint) -> endpoint.write(fields));
        writer.writeOptionalString(broker.rack());
        writer.writeBoolean(broker.fenced());
    }

    static BrokerRecord read(FieldReader reader) {
        return new BrokerRecord(new BrokerImage(
                reader.readInt(),
                reader.readLong(),
                reader.readUuid(),
                reader.readList(BrokerEndpoint::read),
                reader.readOptionalString(),
                reader.readBoolean()));
    }
}
