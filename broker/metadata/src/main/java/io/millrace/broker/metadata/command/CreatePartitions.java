package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** Give topics more partitions; each succeeds or fails alone. */
public record CreatePartitions(List<TopicGrowth> topics, boolean validateOnly) implements MetadataCommand {

    public CreatePartitions {
        topics = List.copyOf(topics);
    }

    @Override
    public CommandType type() {
        return CommandType.CREATE_PARTITIONS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(topics, (fields, topic) -> topic.write(fields));
        writer.writeBoolean(validateOnly);
    }

    static CreatePartitions read(FieldReader reader) {
        return new CreatePartitions(reader.readList(TopicGrowth::read), reader.readBoolean());
    }
}
