package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.image.BrokerEndpoint;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** A broker process has started and tells where it listens. The incarnation id is fresh for every process. */
public record RegisterBroker(int brokerId, Uuid incarnationId, List<BrokerEndpoint> endpoints, Optional<String> rack)
        implements MetadataCommand {

    public RegisterBroker {
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public CommandType type() {
        return CommandType.REGISTER_BROKER;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeInt(brokerId);
        writer.writeUuid(incarnationId);
        writer.writeList(endpoints, (fields, endpoint) -> endpoint.write(fields));
        writer.writeOptionalString(rack);
    }

    static RegisterBroker read(FieldReader reader) {
        return new RegisterBroker(
                reader.readInt(),
                reader.readUuid(),
                reader.readList(BrokerEndpoint::read),
                reader.readOptionalString());
    }
}
