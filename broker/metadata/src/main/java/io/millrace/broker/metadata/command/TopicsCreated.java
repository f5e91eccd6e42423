package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;
import org.apache.kafka.common.Uuid;

/** What became of each topic of {@link CreateTopics}, in the order asked for. */
public record TopicsCreated(List<CreatedTopic> topics) implements CommandResponse {

    public TopicsCreated {
        topics = List.copyOf(topics);
    }

    /** One topic; id, counts are those of the created topic and zero when it was refused. */
    public record CreatedTopic(String name, Uuid topicId, int partitionCount, int replicationFactor, Outcome outcome) {

        public static CreatedTopic refused(String name, Outcome outcome) {
            return new CreatedTopic(name, Uuid.ZERO_UUID, 0, 0, outcome);
        }

        private void write(FieldWriter writer) {
            writer.writeString(name);
            writer.writeUuid(topicId);
            writer.writeInt(partitionCount);
            writer.writeInt(replicationFactor);
            outcome.write(writer);
        }

        private static CreatedTopic read(FieldReader reader) {
            return new CreatedTopic(
                    reader.readString(), reader.readUuid(), reader.readInt(), reader.readInt(), Outcome.read(reader));
        }
    }

    @Override
    public ResponseType type() {
        return ResponseType.TOPICS_CREATED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(topics, (fields, topic) -> topic.write(fields));
    }

    static TopicsCreated read(FieldReader reader) {
        return new TopicsCreated(reader.readList(CreatedTopic::read));
    }
}
