package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/**
 * Change dynamic configs; each target succeeds or fails alone.
 *
 * @param replaceAll the old AlterConfigs: what is not set is deleted. Otherwise the change is incremental.
 */
public record AlterConfigs(List<ConfigChange> changes, boolean replaceAll, boolean validateOnly)
        implements MetadataCommand {

    public AlterConfigs {
        changes = List.copyOf(changes);
    }

    @Override
    public CommandType type() {
        return CommandType.ALTER_CONFIGS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(changes, (fields, change) -> change.write(fields));
        writer.writeBoolean(replaceAll);
        writer.writeBoolean(validateOnly);
    }

    static AlterConfigs read(FieldReader reader) {
        return new AlterConfigs(reader.readList(ConfigChange::read), reader.readBoolean(), reader.readBoolean());
    }
}
