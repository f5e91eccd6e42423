package io.millrace.registry.serde.protobuf;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.SchemaFormat;
import io.millrace.registry.serde.StoredSchema;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/** Protobuf schemas. Any thread. */
public final class ProtobufFormat implements SchemaFormat<ProtobufSchema> {
    /** It has no state. */
    public static final ProtobufFormat PROTOBUF = new ProtobufFormat();

    private ProtobufFormat() {}

    @Override
    public String type(ProtobufSchema schema) {
        return ProtobufSchema.KIND.type();
    }

    @Override
    public ProtobufSchema read(String type, StoredSchema stored) {
        if (!type.equals(ProtobufSchema.KIND.type())) {
            throw RegistryException.ofOtherType(type, ProtobufSchema.KIND.type());
        }
        return ProtobufSchema.of(stored);
    }

    @Override
    public StoredSchema write(ProtobufSchema schema) {
        return schema.stored();
    }

    /** The full name of the message. */
    @Override
    public String recordName(ProtobufSchema schema) {
        if (schema.messageName().isEmpty()) {
            throw new SerializationException("the subject's strategy needs a message, and the schema has none");
        }
        return schema.messageName();
    }

    @Override
    public List<String> incompatibilities(ProtobufSchema reader, ProtobufSchema writer) {
        return ProtobufSchema.KIND
                .incompatibilities(reader.parsed(), writer.parsed(), CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD)
                .stream()
                .map(each -> each.rule() + " at " + each.path() + ": " + each.description())
                .toList();
    }
}
