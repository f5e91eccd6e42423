package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** All features are finalized as asked for, or none is and {@code outcome} says which one was in the way. */
public record FeaturesUpdated(Outcome outcome) implements CommandResponse {
    @Override
    public ResponseType type() {
        return ResponseType.FEATURES_UPDATED;
    }

    @Override
    public void write(FieldWriter writer) {
        outcome.write(writer);
    }

    static FeaturesUpdated read(FieldReader reader) {
        return new FeaturesUpdated(Outcome.read(reader));
    }
}
