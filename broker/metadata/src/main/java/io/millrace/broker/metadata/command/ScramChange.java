package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.image.ScramSecret;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Optional;

/**
 * A credential to set, or to delete when there is no secret.
 *
 * @param mechanism Kafka's number of the mechanism, as the client gave it
 */
public record ScramChange(String user, byte mechanism, Optional<ScramSecret> secret) {

    void write(FieldWriter writer) {
        writer.writeString(user);
        writer.writeByte(mechanism);
        writer.writeBoolean(secret.isPresent());
        secret.ifPresent(present -> present.write(writer));
    }

    static ScramChange read(FieldReader reader) {
        return new ScramChange(
                reader.readString(),
                reader.readByte(),
                reader.readBoolean() ? Optional.of(ScramSecret.read(reader)) : Optional.empty());
    }
}
