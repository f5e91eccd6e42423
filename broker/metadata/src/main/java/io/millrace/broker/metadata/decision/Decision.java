package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.CommandRefused;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.record.MetadataRecord;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** What follows from a command: the records that change the image, in order, and the answer. */
public record Decision(List<MetadataRecord> records, CommandResponse response) {

    public Decision {
        records = List.copyOf(records);
    }

    static Decision refused(Errors error, String message) {
        return new Decision(List.of(), new CommandRefused(error, message));
    }

    static Decision unchanged(CommandResponse response) {
        return new Decision(List.of(), response);
    }
}
