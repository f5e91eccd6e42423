package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** The broker is registered, and every earlier process with its id is fenced by the higher broker epoch. */
public record BrokerRegistered(long brokerEpoch) implements CommandResponse {
    @Override
    public ResponseType type() {
        return ResponseType.BROKER_REGISTERED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeLong(brokerEpoch);
    }

    static BrokerRegistered read(FieldReader reader) {
        return new BrokerRegistered(reader.readLong());
    }
}
