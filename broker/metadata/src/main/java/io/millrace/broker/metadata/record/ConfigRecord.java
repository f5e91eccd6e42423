package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Optional;

/** A config has this value from now on; without a value it is back at its default. */
public record ConfigRecord(ConfigTarget target, String key, Optional<String> value) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.CONFIG;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.putConfig(target, key, value);
    }

    @Override
    public void write(FieldWriter writer) {
        target.write(writer);
        writer.writeString(key);
        writer.writeOptionalString(value);
    }

    static ConfigRecord read(FieldReader reader) {
        return new ConfigRecord(ConfigTarget.read(reader), reader.readString(), reader.readOptionalString());
    }
}
