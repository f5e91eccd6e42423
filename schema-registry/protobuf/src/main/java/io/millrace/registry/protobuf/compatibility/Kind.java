package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.Descriptors.FieldDescriptor;

/** What a field is, as far as its encoding goes. */
enum Kind {
    SCALAR,
    MESSAGE,
    GROUP,
    MAP;

    static Kind of(FieldDescriptor field) {
        if (field.isMapField()) {
            return MAP;
        }
        return switch (field.getType()) {
            case MESSAGE -> MESSAGE;
            case GROUP -> GROUP;
            case DOUBLE,
                    FLOAT,
                    INT64,
                    UINT64,
                    INT32,
                    FIXED64,
                    FIXED32,
                    BOOL,
                    STRING,
                    BYTES,
                    UINT32,
                    ENUM,
                    SFIXED32,
                    SFIXED64,
                    SINT32,
                    SINT64 -> SCALAR;
        };
    }

    /** Groups of scalar types whose encodings are read by each other. */
    enum Encoding {
        GENERAL_NUMBER,
        SIGNED_NUMBER,
        STRING_OR_BYTES,
        FIXED32,
        FIXED64,
        FLOAT,
        DOUBLE;

        static Encoding of(FieldDescriptor.Type type) {
            return switch (type) {
                case INT32, INT64, UINT32, UINT64, BOOL, ENUM -> GENERAL_NUMBER;
                case SINT32, SINT64 -> SIGNED_NUMBER;
                case STRING, BYTES -> STRING_OR_BYTES;
                case FIXED32, SFIXED32 -> FIXED32;
                case FIXED64, SFIXED64 -> FIXED64;
                case FLOAT -> FLOAT;
                case DOUBLE -> DOUBLE;
                case MESSAGE, GROUP -> throw new IllegalArgumentException(type + " is no scalar type");
            };
        }
    }
}
