package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** What became of each target of {@link AlterConfigs}, in the order asked for. */
public record ConfigsAltered(List<AlteredTarget> targets) implements CommandResponse {

    public ConfigsAltered {
        targets = List.copyOf(targets);
    }

    /** One target. */
    public record AlteredTarget(ConfigTarget target, Outcome outcome) {

        private void write(FieldWriter writer) {
            target.write(writer);
            outcome.write(writer);
        }

        private static AlteredTarget read(FieldReader reader) {
            return new AlteredTarget(ConfigTarget.read(reader), Outcome.read(reader));
        }
    }

    @Override
    public ResponseType type() {
        return ResponseType.CONFIGS_ALTERED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(targets, (fields, target) -> target.write(fields));
    }

    static ConfigsAltered read(FieldReader reader) {
        return new ConfigsAltered(reader.readList(AlteredTarget::read));
    }
}
