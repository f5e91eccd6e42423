package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** The levels of a feature that a broker can work with. */
public record FeatureRange(String feature, short min, short max) {

    public boolean holds(short level) {
        return level >= min && level <= max;
    }

    void write(FieldWriter writer) {
        writer.writeString(feature);
        writer.writeShort(min);
        writer.writeShort(max);
    }

    static FeatureRange read(FieldReader reader) {
        return new FeatureRange(reader.readString(), reader.readShort(), reader.readShort());
    }
}
