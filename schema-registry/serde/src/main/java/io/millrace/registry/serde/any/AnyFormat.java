package io.millrace.registry.serde.any;

import io.millrace.registry.serde.AvroFormat;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.SchemaFormat;
import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.json.JsonSchemaFormat;
import io.millrace.registry.serde.protobuf.ProtobufFormat;
import java.util.List;

/** Schemas of all three types, so that one client with one memory knows them all. Any thread. */
public final class AnyFormat implements SchemaFormat<AnySchema> {
    /** It has no state. */
    public static final AnyFormat ANY = new AnyFormat();

    private AnyFormat() {}

    @Override
    public String type(AnySchema schema) {
        return schema.type().name();
    }

    @Override
    public AnySchema read(String type, StoredSchema stored) {
        return switch (type) {
            case "AVRO" -> new AnySchema.Avro(AvroFormat.AVRO.read(type, stored));
            case "JSON" -> new AnySchema.Json(JsonSchemaFormat.JSON.read(type, stored));
            case "PROTOBUF" -> new AnySchema.Protobuf(ProtobufFormat.PROTOBUF.read(type, stored));
            default -> throw RegistryException.ofOtherType(type, "AVRO, JSON or PROTOBUF");
        };
    }

    @Override
    public StoredSchema write(AnySchema schema) {
        if (schema instanceof AnySchema.Avro avro) {
            return AvroFormat.AVRO.write(avro.schema());
        }
        if (schema instanceof AnySchema.Json json) {
            return JsonSchemaFormat.JSON.write(json.schema());
        }
        return ProtobufFormat.PROTOBUF.write(((AnySchema.Protobuf) schema).schema());
    }

    @Override
    public String recordName(AnySchema schema) {
        if (schema instanceof AnySchema.Avro avro) {
            return AvroFormat.AVRO.recordName(avro.schema());
        }
        if (schema instanceof AnySchema.Json json) {
            return JsonSchemaFormat.JSON.recordName(json.schema());
        }
        return ProtobufFormat.PROTOBUF.recordName(((AnySchema.Protobuf) schema).schema());
    }

    @Override
    public List<String> incompatibilities(AnySchema reader, AnySchema writer) {
        if (reader instanceof AnySchema.Avro one && writer instanceof AnySchema.Avro other) {
            return AvroFormat.AVRO.incompatibilities(one.schema(), other.schema());
        }
        if (reader instanceof AnySchema.Json one && writer instanceof AnySchema.Json other) {
            return JsonSchemaFormat.JSON.incompatibilities(one.schema(), other.schema());
        }
        if (reader instanceof AnySchema.Protobuf one && writer instanceof AnySchema.Protobuf other) {
            return ProtobufFormat.PROTOBUF.incompatibilities(one.schema(), other.schema());
        }
        return List.of("one is of type " + reader.type() + ", the other of type " + writer.type());
    }
}
