package io.millrace.broker.metadata;

import io.millrace.broker.metadata.command.CommandEnvelope;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.MetadataCommand;
import io.millrace.broker.metadata.command.ResponseCodec;
import io.millrace.broker.metadata.config.ConfigSchema;
import io.millrace.broker.metadata.decision.Decider;
import io.millrace.broker.metadata.decision.Decision;
import io.millrace.broker.metadata.decision.MetadataLimits;
import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.LogPosition;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.RecentCommand;
import io.millrace.broker.metadata.record.CommandRecord;
import io.millrace.broker.metadata.record.MetadataRecord;
import io.millrace.broker.metadata.record.RecordCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of the cluster: image and command in, next image and answer out. It holds nothing but the schema,
 * so all nodes that feed it the same commands in the same order hold equal images.
 */
public final class MetadataMachine {
    private final Decider decider;

    public MetadataMachine(ConfigSchema schema) {
        this.decider = new Decider(schema, MetadataLimits.OF_VERSION_1);
    }

    /** What the image is after a command, and the answer to it. */
    public record Applied(MetadataImage image, CommandResponse response) {}

    /** Decides alone: nothing is applied. */
    public Decision decide(MetadataImage image, long index, MetadataCommand command) {
        return decider.decide(image, index, command);
    }

    /** Decides and applies the entry at {@code index}. A command that was applied before gets its old answer. */
    public Applied apply(MetadataImage image, long index, CommandEnvelope envelope) {
        Optional<RecentCommand> known = image.recentCommands().find(envelope.commandId());
        if (known.isPresent()) {
            MetadataImage same = image.at(image.position().atIndex(index));
            return new Applied(same, ResponseCodec.decode(known.get().response()));
        }
        Decision decision = decider.decide(image, index, envelope.command());
        List<MetadataRecord> records = new ArrayList<>(decision.records());
        if (!records.isEmpty()) {
            // What changed nothing may be decided anew on a retry; what changed something must not.
            byte[] response = ResponseCodec.encode(decision.response());
            records.add(new CommandRecord(new RecentCommand(envelope.commandId(), response)));
        }
        return new Applied(apply(image, index, records), decision.response());
    }

    /** Applies records that were decided elsewhere. */
    public static MetadataImage apply(MetadataImage image, long index, List<MetadataRecord> records) {
        ImageDraft draft = new ImageDraft(image);
        LogPosition position = image.position().atIndex(index);
        for (MetadataRecord record : records) {
            record.applyTo(draft);
            position = position.afterRecord(RecordCodec.encode(record));
        }
        return draft.build(position);
    }
}
