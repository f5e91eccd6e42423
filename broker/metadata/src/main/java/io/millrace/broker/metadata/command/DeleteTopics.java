package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** Delete topics; each succeeds or fails alone. */
public record DeleteTopics(List<TopicReference> topics) implements MetadataCommand {

    public DeleteTopics {
        topics = List.copyOf(topics);
    }

    @Override
    public CommandType type() {
        return CommandType.DELETE_TOPICS;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(topics, (fields, topic) -> topic.write(fields));
    }

    static DeleteTopics read(FieldReader reader) {
        return new DeleteTopics(reader.readList(TopicReference::read));
    }
}
