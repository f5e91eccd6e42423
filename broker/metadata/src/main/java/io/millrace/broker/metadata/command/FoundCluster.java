package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** The first command of a cluster: gives it its id and the rules it starts with. */
public record FoundCluster(String clusterId, int metadataVersion) implements MetadataCommand {
    @Override
    public CommandType type() {
        return CommandType.FOUND_CLUSTER;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeString(clusterId);
        writer.writeInt(metadataVersion);
    }

    static FoundCluster read(FieldReader reader) {
        return new FoundCluster(reader.readString(), reader.readInt());
    }
}
