package io.millrace.registry.server;

import io.millrace.registry.json.JsonSchemaKind;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.protobuf.ProtobufKind;
import io.millrace.registry.protobuf.ProtobufLimits;
import java.util.List;

/** The kinds of schemas that this server knows. */
final class KnownKinds {
    private static final List<SchemaKind<?>> ALL = List.of(
            new AvroKind(AvroLimits.standard()),
            JsonSchemaKind.standard(),
            new ProtobufKind(ProtobufLimits.standard()));

    private KnownKinds() {}

    /** All kinds; each remembers so many schemas that it has parsed. */
    static SchemaKinds remembering(int parsedSchemas) {
        return new SchemaKinds(
                ALL.stream().map(kind -> remembered(kind, parsedSchemas)).toList());
    }

    private static SchemaKind<?> remembered(SchemaKind<?> kind, int parsedSchemas) {
        return new RememberedKind<>(kind, parsedSchemas);
    }
}
