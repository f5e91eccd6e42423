package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;

/** The cluster has this id: the one proposed, or the one it already had. */
public record ClusterFounded(String clusterId) implements CommandResponse {
    @Override
    public ResponseType type() {
        return ResponseType.CLUSTER_FOUNDED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeString(clusterId);
    }

    static ClusterFounded read(FieldReader reader) {
        return new ClusterFounded(reader.readString());
    }
}
