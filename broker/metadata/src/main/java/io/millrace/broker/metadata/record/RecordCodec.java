package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;

/** Records as bytes: type, version, fields. */
public final class RecordCodec {
    private static final byte VERSION = 0;

    private RecordCodec() {}

    public static byte[] encode(MetadataRecord record) {
        FieldWriter writer = new FieldWriter();
        writer.writeShort(record.type().code());
        writer.writeByte(VERSION);
        record.write(writer);
        return writer.toBytes();
    }

    public static MetadataRecord decode(byte[] bytes) {
        FieldReader reader = new FieldReader(bytes);
        RecordType type = typeOf(reader.readShort());
        byte version = reader.readByte();
        if (version != VERSION) {
            throw new MetadataFormatException("A metadata record of type " + type + " has version " + version
                    + ", this build knows version " + VERSION + ". A newer build of Millrace wrote it.");
        }
        MetadataRecord record = type.read(reader);
        reader.expectEnd();
        return record;
    }

    private static RecordType typeOf(short code) {
        for (RecordType type : RecordType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new MetadataFormatException("A metadata record has the unknown type " + code
                + ". A newer build of Millrace wrote it, or it is damaged.");
    }
}
