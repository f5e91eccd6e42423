package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** What became of each topic of {@link DeleteTopics}, in the order asked for, with name and id where known. */
public record TopicsDeleted(List<DeletedTopic> topics) implements CommandResponse {

    public TopicsDeleted {
        topics = List.copyOf(topics);
    }

    /** One topic. */
    public record DeletedTopic(TopicReference topic, Outcome outcome) {

        private void write(FieldWriter writer) {
            topic.write(writer);
            outcome.write(writer);
        }

        private static DeletedTopic read(FieldReader reader) {
            return new DeletedTopic(TopicReference.read(reader), Outcome.read(reader));
        }
    }

    @Override
    public ResponseType type() {
        return ResponseType.TOPICS_DELETED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(topics, (fields, topic) -> topic.write(fields));
    }

    static TopicsDeleted read(FieldReader reader) {
        return new TopicsDeleted(reader.readList(DeletedTopic::read));
    }
}
