package io.millrace.registry.serde.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UninitializedMessageException;
import io.millrace.registry.serde.IdContexts;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.WireFormat;
import io.millrace.registry.serde.WireFormat.Named;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;

/** Reads the bytes of records as messages. Any thread. */
public final class ProtobufRecords {
    private final RegistryClient<ProtobufSchema> client;
    private final IdContexts contexts;
    private final boolean isKey;

    public ProtobufRecords(RegistryClient<ProtobufSchema> client, IdContexts contexts, boolean isKey) {
        this.client = client;
        this.contexts = contexts;
        this.isKey = isKey;
    }

    /** A message, and the schema that it is of. */
    public record Read(ProtobufSchema schema, DynamicMessage message) {}

    /** The message, of the type that the schema has at the place that the record names. */
    public Read read(String topic, Headers headers, byte[] payload) {
        Named named = WireFormat.find(headers, isKey, payload);
        ProtobufSchema schema = client.schema(contexts.find(topic, named.schema()));
        return new Read(schema, message(schema, named, payload));
    }

    /** The message of a schema that is known already. */
    static DynamicMessage message(ProtobufSchema schema, Named named, byte[] payload) {
        MessageWay way = MessageWay.read(named.bytes(), named.next());
        Descriptor type = schema.message(way.indexes());
        int start = named.inHeader() ? 0 : way.end();
        try {
            // The builder reads to the end; parseFrom of a stream stops quietly at the end of a group.
            return DynamicMessage.newBuilder(type)
                    .mergeFrom(payload, start, payload.length - start)
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw unfit(named, e);
        } catch (UninitializedMessageException e) {
            // A required field of proto2 is not there.
            throw unfit(named, e.asInvalidProtocolBufferException());
        }
    }

    /** The message as a class of its reader's; refused if the record names another message. */
    <T extends Message> T read(String topic, Headers headers, byte[] payload, T prototype) {
        Named named = WireFormat.find(headers, isKey, payload);
        MessageWay way = MessageWay.read(named.bytes(), named.next());
        String written = client.schema(contexts.find(topic, named.schema()))
                .message(way.indexes())
                .getFullName();
        String wanted = prototype.getDescriptorForType().getFullName();
        if (!written.equals(wanted)) {
            throw new SerializationException("the payload is a message " + written + " of schema " + named.schema()
                    + ", and the class that is configured to read it, "
                    + prototype.getClass().getName() + ", is for messages " + wanted);
        }
        int start = named.inHeader() ? 0 : way.end();
        try {
            // What a prototype's parser makes is of the prototype's class.
            @SuppressWarnings("unchecked")
            T message = (T) prototype.getParserForType().parseFrom(payload, start, payload.length - start);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw unfit(named, e);
        }
    }

    private static SerializationException unfit(Named named, IOException cause) {
        return new SerializationException(
                "the payload is no message of schema " + named.schema() + ": " + cause.getMessage(), cause);
    }
}
