package io.millrace.registry.serde.protobuf;

import com.google.protobuf.Message;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.RegistryClientConfig;
import io.millrace.registry.serde.SubjectIds;
import io.millrace.registry.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes messages, generated ones as well as dynamic ones, behind the id of their file's schema and the way to their type.
 * Any thread, as producers need it.
 */
public class ProtobufSerializer<T extends Message> implements Serializer<T> {
    private SubjectIds<ProtobufSchema> ids;
    private FileSchemas files;

    /** For Kafka, which calls {@link #configure} next. */
    public ProtobufSerializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        RegistryClient<ProtobufSchema> client =
                new RegistryClient<>(RegistryClientConfig.of(configs), ProtobufFormat.PROTOBUF);
        ids = new SubjectIds<>(client, configs, isKey);
        files = new FileSchemas(client, ids, ReferenceSubjectNameStrategy.of(configs));
    }

    @Override
    public byte[] serialize(String topic, T message) {
        if (message == null) {
            return null;
        }
        String name = message.getDescriptorForType().getFullName();
        ProtobufSchema own = files.of(message.getDescriptorForType().getFile()).meaning(name);
        return write(ids.idFor(topic, own), message);
    }

    /** A message behind the id and the way that a schema gives it. */
    public static byte[] write(Registered<ProtobufSchema> registered, Message message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(WireFormat.header(registered.id()));
        MessageWay.write(
                registered.schema().indexes(message.getDescriptorForType().getFullName()), out);
        out.writeBytes(message.toByteArray());
        return out.toByteArray();
    }
}
