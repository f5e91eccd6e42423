package io.millrace.broker.metadata.image;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** Where a listener of a broker is reached. {@code securityProtocol} is Kafka's name, such as {@code PLAINTEXT}. */
public record BrokerEndpoint(String listener, String securityProtocol, String host, int port) {

    public void write(FieldWriter writer) {
        writer.writeString(listener);
        writer.writeString(securityProtocol);
        writer.writeString(host);
        writer.writeInt(port);
    }

    public static BrokerEndpoint read(FieldReader reader) {
        return new BrokerEndpoint(reader.readString(), reader.readString(), reader.readString(), reader.readInt());
    }
}
