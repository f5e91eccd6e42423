package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/**
 * Finalize features at other levels: all of them or none.
 *
 * @param supported what the broker that proposes can work with
 */
public record UpdateFeatures(List<FeatureUpdate> updates, List<FeatureRange> supported, boolean validateOnly)
        implements MetadataCommand {

    public UpdateFeatures {
        updates = List.copyOf(updates);
        supported = List.copyOf(supported);
    }

    @Override
    public CommandType type() {
        return CommandType.UPDATE_FEATURES;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(updates, (fields, update) -> update.write(fields));
        writer.writeList(supported, (fields, range) -> range.write(fields));
        writer.writeBoolean(validateOnly);
    }

    static UpdateFeatures read(FieldReader reader) {
        return new UpdateFeatures(
                reader.readList(FeatureUpdate::read), reader.readList(FeatureRange::read), reader.readBoolean());
    }
}
