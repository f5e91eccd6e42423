package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** What became of each topic of {@link CreatePartitions}, in the order asked for. */
public record PartitionsCreated(List<GrownTopic> topics) implements CommandResponse {

    public PartitionsCreated {
        topics = List.copyOf(topics);
    }

    /** One topic. */
    public record GrownTopic(String name, Outcome outcome) {

        private void write(FieldWriter writer) {
            writer.writeString(name);
            outcome.write(writer);
        }

        private static GrownTopic read(FieldReader reader) {
            return new GrownTopic(reader.readString(), Outcome.read(reader));
        }
    }

    @Override
    public ResponseType type() {
        return ResponseType.PARTITIONS_CREATED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(topics, (fields, topic) -> topic.write(fields));
    }

    static PartitionsCreated read(FieldReader reader) {
        return new PartitionsCreated(reader.readList(GrownTopic::read));
    }
}
