package io.millrace.registry.serde.any;

import io.millrace.registry.serde.AvroIdentity;
import io.millrace.registry.serde.json.JsonSchema;
import io.millrace.registry.serde.protobuf.ProtobufSchema;
import org.apache.avro.Schema;

/** A schema of one of the three types. Equal are those that the registry would register once. Any thread. */
public sealed interface AnySchema {
    /** The types of schemas, by their names in {@code schemaType}. */
    enum Type {
        AVRO,
        JSON,
        PROTOBUF
    }

    /** Which of the records this is. */
    Type type();

    /** A schema of Avro's. */
    record Avro(Schema schema) implements AnySchema {
        @Override
        public Type type() {
            return Type.AVRO;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Avro that && AvroIdentity.same(schema, that.schema);
        }

        @Override
        public int hashCode() {
            return schema.hashCode();
        }
    }

    /** A JSON schema. */
    record Json(JsonSchema schema) implements AnySchema {
        @Override
        public Type type() {
            return Type.JSON;
        }
    }

    /** A Protobuf file. */
    record Protobuf(ProtobufSchema schema) implements AnySchema {
        @Override
        public Type type() {
            return Type.PROTOBUF;
        }
    }
}
