package io.millrace.broker.metadata.image;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import org.apache.kafka.common.utils.Bytes;

/** What a broker knows of a SCRAM password (RFC 5802): enough to check it, and not enough to log in with it. */
public record ScramSecret(Bytes salt, Bytes storedKey, Bytes serverKey, int iterations) {

    public void write(FieldWriter writer) {
        writer.writeBytes(salt.get());
        writer.writeBytes(storedKey.get());
        writer.writeBytes(serverKey.get());
        writer.writeInt(iterations);
    }

    public static ScramSecret read(FieldReader reader) {
        return new ScramSecret(
                Bytes.wrap(reader.readBytes()),
                Bytes.wrap(reader.readBytes()),
                Bytes.wrap(reader.readBytes()),
                reader.readInt());
    }

    /** Without the keys, which must not get into a log. */
    @Override
    public String toString() {
        return "ScramSecret[iterations=" + iterations + "]";
    }
}
