package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.OffsetChange;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads and changes the offsets of a connector; a change needs the connector to be stopped. */
final class OffsetAdmin {

    private final ClusterTables cluster;
    private final Reads reads;
    private final SourceOffsetAdmin sources;
    private final SinkOffsetAdmin sinks;

    OffsetAdmin(ClusterTables cluster, Reads reads, SourceOffsetAdmin sources, SinkOffsetAdmin sinks) {
        this.cluster = cluster;
        this.reads = reads;
        this.sources = sources;
        this.sinks = sinks;
    }

    CompletableFuture<List<ConnectorOffset>> read(ConnectorView connector) {
        return isSink(connector) ? sinks.read(connector) : sources.read(connector);
    }

    CompletableFuture<OffsetChange> alter(ConnectorView connector, List<ConnectorOffset> offsets) {
        refuseUnlessStopped(connector);
        if (offsets.isEmpty()) {
            throw new ControlException(
                    Reason.BAD_REQUEST, "Partitions / offsets need to be provided for an offset alter request");
        }
        return isSink(connector) ? sinks.alter(connector, offsets) : sources.alter(connector, offsets);
    }

    CompletableFuture<OffsetChange> reset(ConnectorView connector) {
        refuseUnlessStopped(connector);
        return isSink(connector) ? sinks.reset(connector) : sources.reset(connector);
    }

    private boolean isSink(ConnectorView connector) {
        return reads.info(connector.name()).type() == ConnectorType.SINK;
    }

    private void refuseUnlessStopped(ConnectorView connector) {
        String name = connector.name();
        if (connector.target() != TargetState.STOPPED
                || !connector.tasks().configs().isEmpty()) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "Connectors must be in the STOPPED state before their offsets can be modified. This can be done for"
                            + " the specified connector by issuing a 'PUT' request to the '/connectors/" + name
                            + "/stop' endpoint");
        }
        if (!cluster.statuses().tasks(name).isEmpty()) {
            // A task that is still ending would write its own offsets over the new ones.
            throw new ControlException(
                    Reason.CONFLICT, "The tasks of connector " + name + " are still stopping; try again in a moment");
        }
    }
}
