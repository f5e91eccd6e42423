package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.worker.connector.ConnectorCalls;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.OffsetChange;
import io.millrace.connect.worker.offsets.SourceOffsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.connect.source.SourceConnector;

/** The offsets of sources: in the offset topic, after the connector has agreed. */
record SourceOffsetAdmin(ClusterTables cluster, Function<String, SourceOffsets> offsets, ConnectorCalls calls) {

    CompletableFuture<List<ConnectorOffset>> read(ConnectorView connector) {
        return cluster.log().readToEnd().thenApply(end -> current(connector.name()));
    }

    private List<ConnectorOffset> current(String name) {
        return cluster.offsets().offsets(name).stream()
                .map(one -> new ConnectorOffset(one.partition(), Optional.of(one.offset())))
                .toList();
    }

    CompletableFuture<OffsetChange> reset(ConnectorView connector) {
        return read(connector)
                .thenCompose(now -> now.isEmpty()
                        ? change(connector, Map.of())
                        : alter(
                                connector,
                                now.stream()
                                        .map(one -> new ConnectorOffset(one.partition(), Optional.empty()))
                                        .toList()));
    }

    CompletableFuture<OffsetChange> alter(ConnectorView connector, List<ConnectorOffset> wanted) {
        Map<Map<String, ?>, Map<String, ?>> change = new HashMap<>();
        wanted.forEach(one -> change.put(one.partition(), one.offset().orElse(null)));
        return change(connector, change);
    }

    private CompletableFuture<OffsetChange> change(
            ConnectorView connector, Map<Map<String, ?>, Map<String, ?>> change) {
        return calls.ask(
                        connector.name(),
                        connector.config(),
                        "alterOffsets",
                        (plugin, config) ->
                                plugin.call(instance -> ((SourceConnector) instance).alterOffsets(config, change)))
                .thenCompose(agreed -> offsets.apply(connector.name())
                        .write(change)
                        .thenCompose(written -> cluster.log().readToEnd())
                        .thenApply(end -> agreed ? OffsetChange.CONNECTOR_AND_FRAMEWORK : OffsetChange.FRAMEWORK_ONLY));
    }
}
