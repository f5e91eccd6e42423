package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** A topic by its name, or (newer clients) by its id; an id of {@link Uuid#ZERO_UUID} means there is none. */
public record TopicReference(Optional<String> name, Uuid id) {

    public static TopicReference of(String name) {
        return new TopicReference(Optional.of(name), Uuid.ZERO_UUID);
    }

    public static TopicReference of(Uuid id) {
        return new TopicReference(Optional.empty(), id);
    }

    public boolean hasId() {
        return !Uuid.ZERO_UUID.equals(id);
    }

    void write(FieldWriter writer) {
        writer.writeOptionalString(name);
        writer.writeUuid(id);
    }

    static TopicReference read(FieldReader reader) {
        return new TopicReference(reader.readOptionalString(), reader.readUuid());
    }
}
