package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.worker.control.ConnectorOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.OffsetSpec;

/** Where one kind of connectors has its offsets. No call blocks; plugin code runs on lanes. */
interface KeptOffsets {

    CompletableFuture<List<ConnectorOffset>> read(ConnectorView connector);

    /** The same as {@link #read} would tell it; fails with BAD_REQUEST where something cannot be meant. */
    CompletableFuture<List<ConnectorOffset>> understood(ConnectorView connector, List<ConnectorOffset> wanted);

    /** What the offsets are at a place in time; fails with BAD_REQUEST where they have none. */
    CompletableFuture<List<ConnectorOffset>> at(ConnectorView connector, OffsetSpec place);

    /**
     * Asks the connector for its agreement, and ends what may still write for its former tasks. True when the connector
     * has changed what it keeps elsewhere, too.
     */
    CompletableFuture<Boolean> agree(ConnectorView connector, List<ConnectorOffset> change);

    /** Changes the offsets; {@code all} says that nothing is to be left. */
    CompletableFuture<Void> write(ConnectorView connector, List<ConnectorOffset> change, boolean all);
}
