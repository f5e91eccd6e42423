package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;
import java.util.Optional;

/**
 * How many partitions a topic shall have.
 *
 * @param totalCount the count after the change
 * @param assignments one list of brokers per added partition; absent leaves it to placement
 */
public record TopicGrowth(String topicName, int totalCount, Optional<List<List<Integer>>> assignments) {

    void write(FieldWriter writer) {
        writer.writeString(topicName);
        writer.writeInt(totalCount);
        writer.writeBoolean(assignments.isPresent());
        assignments.ifPresent(lists -> writer.writeList(lists, FieldWriter::writeInts));
    }

    static TopicGrowth read(FieldReader reader) {
        return new TopicGrowth(
                reader.readString(),
                reader.readInt(),
                reader.readBoolean() ? Optional.of(reader.readList(FieldReader::readInts)) : Optional.empty());
    }
}
