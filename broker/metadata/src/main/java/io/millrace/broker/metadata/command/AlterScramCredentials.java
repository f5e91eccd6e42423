package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** Set and delete SCRAM credentials; each user succeeds or fails alone. */
public record AlterScramCredentials(List<ScramChange> changes) implements MetadataCommand {

    public AlterScramCredentials {
        changes = List.copyOf(changes);
    }

    @Override
    public CommandType type() {
        return CommandType.ALTER_SCRAM_CREDENTIALS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(changes, (fields, change) -> change.write(fields));
    }

    static AlterScramCredentials read(FieldReader reader) {
        return new AlterScramCredentials(reader.readList(ScramChange::read));
    }
}
