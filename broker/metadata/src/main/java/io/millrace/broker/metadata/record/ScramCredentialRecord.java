package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.ScramSecret;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Optional;
import org.apache.kafka.clients.admin.ScramMechanism;

/** A user logs in with this SCRAM credential from now on; without a secret the user no longer has that mechanism. */
public record ScramCredentialRecord(String user, ScramMechanism mechanism, Optional<ScramSecret> secret)
        implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.SCRAM_CREDENTIAL;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.putScram(user, mechanism, secret);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeString(user);
        writer.writeByte(mechanism.type());
        writer.writeBoolean(secret.isPresent());
        secret.ifPresent(present -> present.write(writer));
    }

    static ScramCredentialRecord read(FieldReader reader) {
        return new ScramCredentialRecord(
                reader.readString(),
                ScramMechanism.fromType(reader.readByte()),
                reader.readBoolean() ? Optional.of(ScramSecret.read(reader)) : Optional.empty());
    }
}
