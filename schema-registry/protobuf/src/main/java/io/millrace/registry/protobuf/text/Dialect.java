package io.millrace.registry.protobuf.text;

/** Which form of the language a file is in. */
enum Dialect {
    PROTO2,
    PROTO3,
    EDITION;

    void requireProto2(Token at, String what) throws ProtoSyntaxException {
        if (this != PROTO2) {
            throw at.error(what + " belongs to proto2");
        }
    }
}
