package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.RecentCommand;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** A command has been answered; the answer is kept for a retry. */
public record CommandRecord(RecentCommand command) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.COMMAND;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.remember(command);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeUuid(command.commandId());
        writer.writeBytes(command.response());
    }

    static CommandRecord read(FieldReader reader) {
        return new CommandRecord(new RecentCommand(reader.readUuid(), reader.readBytes()));
    }
}
