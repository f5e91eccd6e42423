package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.MetadataVersion;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** The cluster has this id, and commands are decided by the rules of this metadata version. */
public record ClusterRecord(String clusterId, int metadataVersion) implements MetadataRecord {
    @Override
    public RecordType type() {
        return RecordType.CLUSTER;
    }

    @Override
    public void applyTo(ImageDraft draft) {
        draft.foundCluster(clusterId, metadataVersion);
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeString(clusterId);
        writer.writeInt(metadataVersion);
    }

    static ClusterRecord read(FieldReader reader) {
        String clusterId = reader.readString();
        int metadataVersion = reader.readInt();
        MetadataVersion.requireKnown(metadataVersion);
        return new ClusterRecord(clusterId, metadataVersion);
    }
}
