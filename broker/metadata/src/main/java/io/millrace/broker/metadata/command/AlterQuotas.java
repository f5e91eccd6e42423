package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** Change quotas; each entity succeeds or fails alone. */
public record AlterQuotas(List<QuotaChange> changes, boolean validateOnly) implements MetadataCommand {

    public AlterQuotas {
        changes = List.copyOf(changes);
    }

    @Override
    public CommandType type() {
        return CommandType.ALTER_QUOTAS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(changes, (fields, change) -> change.write(fields));
        writer.writeBoolean(validateOnly);
    }

    static AlterQuotas read(FieldReader reader) {
        return new AlterQuotas(reader.readList(QuotaChange::read), reader.readBoolean());
    }
}
