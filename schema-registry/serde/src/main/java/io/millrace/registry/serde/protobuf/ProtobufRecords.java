package io.millrace.registry.serde.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.WireFormat;
import io.millrace.registry.serde.WireFormat.Named;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;

/** Reads the bytes of records as messages. Any thread. */
public final class ProtobufRecords {
    private final RegistryClient<ProtobufSchema> client;
    private final boolean isKey;

    public ProtobufRecords(RegistryClient<ProtobufSchema> client, boolean isKey) {
        this.client = client;
        this.isKey = isKey;
    }

    /** A message, and the schema that it is of. */
    public record Read(ProtobufSchema schema, DynamicMessage message) {}

    /** The message, of the type that the schema has at the place that the record names. */
    public Read read(Headers headers, byte[] payload) {
        Named named = WireFormat.find(headers, isKey, payload);
        MessageWay way = MessageWay.read(named.bytes(), named.next());
        ProtobufSchema schema = client.schema(named.schema());
        Descriptor type = schema.message(way.indexes());
        int start = named.inHeader() ? 0 : way.end();
        try {
            return new Read(
                    schema,
                    DynamicMessage.parseFrom(
                            type, CodedInputStream.newInstance(payload, start, payload.length - start)));
        } catch (IOException e) {
            throw unfit(named, e);
        }
    }

    /** The message as a class of its reader's, which has to fit what the schema says. */
    <T extends Message> T read(Headers headers, byte[] payload, Parser<T> parser) {
        Named named = WireFormat.find(headers, isKey, payload);
        int start = named.inHeader()
                ? 0
                : MessageWay.read(named.bytes(), named.next()).end();
        try {
            return parser.parseFrom(payload, start, payload.length - start);
        } catch (InvalidProtocolBufferException e) {
            throw unfit(named, e);
        }
    }

    private static SerializationException unfit(Named named, IOException cause) {
        return new SerializationException(
                "the payload is no message of schema " + named.schema() + ": " + cause.getMessage(), cause);
    }
}
