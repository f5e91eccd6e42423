package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** The steps on the configs of one target: all of them or none. */
public record ConfigChange(ConfigTarget target, List<ConfigOperation> operations) {

    public ConfigChange {
        operations = List.copyOf(operations);
    }

    void write(FieldWriter writer) {
        target.write(writer);
        writer.writeList(operations, (fields, operation) -> operation.write(fields));
    }

    static ConfigChange read(FieldReader reader) {
        return new ConfigChange(ConfigTarget.read(reader), reader.readList(ConfigOperation::read));
    }
}
