package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import org.apache.kafka.common.protocol.Errors;

/** The command as a whole was refused and changed nothing. */
public record CommandRefused(Outcome outcome) implements CommandResponse {

    public CommandRefused(Errors error, String message) {
        this(Outcome.refused(error, message));
    }

    @Override
    public ResponseType type() {
        return ResponseType.COMMAND_REFUSED;
    }

    @Override
    public void write(FieldWriter writer) {
        outcome.write(writer);
    }

    static CommandRefused read(FieldReader reader) {
        return new CommandRefused(Outcome.read(reader));
    }
}
