package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.worker.connector.ConnectorCalls;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.offsets.OffsetStores;
import io.millrace.connect.worker.offsets.SourceOffsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.connect.source.SourceConnector;

/** The offsets of sources: in the offset topic, after the connector has agreed. */
record SourceOffsetAdmin(OffsetStores offsets, ConnectorCalls calls, FormerTasks formerTasks) implements KeptOffsets {

    private static final long TOPIC_TIMEOUT_MS = 60_000;

    /** Ends what a worker that was taken for gone may still write for a connector. */
    @FunctionalInterface
    interface FormerTasks {
        void fence(ConnectorView connector, Map<String, String> resolved) throws InterruptedException;
    }

    @Override
    public CompletableFuture<List<ConnectorOffset>> read(ConnectorView connector) {
        return with(connector, "its offsets", opened -> opened.readToEnd().thenApply(end -> opened.all().stream()
                .map(one -> new ConnectorOffset(one.partition(), Optional.of(one.offset())))
                .toList()));
    }

    /** Only the connector knows what its partitions are. */
    @Override
    public CompletableFuture<List<ConnectorOffset>> understood(ConnectorView connector, List<ConnectorOffset> wanted) {
        return CompletableFuture.completedFuture(wanted);
    }

    @Override
    public CompletableFuture<List<ConnectorOffset>> at(ConnectorView connector, OffsetSpec place) {
        return CompletableFuture.failedFuture(new ControlException(
                Reason.BAD_REQUEST,
                "Connector " + connector.name()
                        + " is a source: only it knows what its offsets mean, so that they cannot"
                        + " be put to a time. Set them with PATCH /connectors/{connector}/offsets"));
    }

    @Override
    public CompletableFuture<Boolean> agree(ConnectorView connector, List<ConnectorOffset> wanted) {
        Map<Map<String, ?>, Map<String, ?>> change = change(wanted);
        return OffsetRefusals.explained(
                calls.ask(connector.name(), connector.config(), "alterOffsets", (plugin, config) -> {
                    formerTasks.fence(connector, config);
                    return plugin.call(instance -> ((SourceConnector) instance).alterOffsets(config, change));
                }));
    }

    @Override
    public CompletableFuture<Void> write(ConnectorView connector, List<ConnectorOffset> wanted, boolean all) {
        return with(connector, "a change of its offsets", opened -> opened.write(change(wanted))
                .thenCompose(written -> opened.readToEnd()));
    }

    private static Map<Map<String, ?>, Map<String, ?>> change(List<ConnectorOffset> wanted) {
        Map<Map<String, ?>, Map<String, ?>> change = new HashMap<>();
        wanted.forEach(one -> change.put(one.partition(), one.offset().orElse(null)));
        return change;
    }

    /** Offsets in a topic of the connector's own are opened on a lane, as that blocks. */
    private <T> CompletableFuture<T> with(
            ConnectorView connector, String what, Function<SourceOffsets, CompletableFuture<T>> use) {
        if (!offsets.apart(connector.config())) {
            return use.apply(offsets.worker(connector.name()));
        }
        return calls.aside(connector.name(), connector.config(), what, config -> {
            try (SourceOffsets opened = offsets.open(connector.name(), config)) {
                return use.apply(opened).get(TOPIC_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            }
        });
    }
}
