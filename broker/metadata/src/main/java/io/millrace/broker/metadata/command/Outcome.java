package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** How one part of a command went: no error, or Kafka's error code with a sentence for a human. */
public record Outcome(Errors error, Optional<String> message) {
    public static final Outcome DONE = new Outcome(Errors.NONE, Optional.empty());

    public static Outcome refused(Errors error, String message) {
        return new Outcome(error, Optional.of(message));
    }

    public boolean done() {
        return error == Errors.NONE;
    }

    void write(FieldWriter writer) {
        writer.writeShort(error.code());
        writer.writeOptionalString(message);
    }

    static Outcome read(FieldReader reader) {
        return new Outcome(Errors.forCode(reader.readShort()), reader.readOptionalString());
    }
}
