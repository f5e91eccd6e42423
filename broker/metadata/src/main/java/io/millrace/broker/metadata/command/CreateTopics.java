package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/**
 * Create topics; each succeeds or fails alone. With {@code validateOnly} the answer is the same and nothing is created.
 * The defaults are those of the broker that proposes.
 */
public record CreateTopics(
        List<NewTopic> topics, int defaultPartitionCount, int defaultReplicationFactor, boolean validateOnly)
        implements MetadataCommand {

    public CreateTopics {
        topics = List.copyOf(topics);
    }

    @Override
    public CommandType type() {
        return CommandType.CREATE_TOPICS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(topics, (fields, topic) -> topic.write(fields));
        writer.writeInt(defaultPartitionCount);
        writer.writeInt(defaultReplicationFactor);
        writer.writeBoolean(validateOnly);
    }

    static CreateTopics read(FieldReader reader) {
        return new CreateTopics(
                reader.readList(NewTopic::read), reader.readInt(), reader.readInt(), reader.readBoolean());
    }
}
