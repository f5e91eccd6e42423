package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;

/** Answers as bytes: type, fields. They travel from the leader and are kept for retries. */
public final class ResponseCodec {
    private ResponseCodec() {}

    public static byte[] encode(CommandResponse response) {
        FieldWriter writer = new FieldWriter();
        writer.writeShort(response.type().code());
        response.write(writer);
        return writer.toBytes();
    }

    public static CommandResponse decode(byte[] bytes) {
        FieldReader reader = new FieldReader(bytes);
        CommandResponse response = typeOf(reader.readShort()).read(reader);
        reader.expectEnd();
        return response;
    }

    private static ResponseType typeOf(short code) {
        for (ResponseType type : ResponseType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new MetadataFormatException("A metadata answer has the unknown type " + code);
    }
}
