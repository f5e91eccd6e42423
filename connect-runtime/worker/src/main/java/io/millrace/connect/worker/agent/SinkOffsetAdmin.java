package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.SinkTopics;
import io.millrace.connect.worker.connector.ConnectorCalls;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.offsets.SinkGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * The offsets of sinks: those of their consumer groups.
 *
 * @param admin the worker's own, which serves the connectors that say nothing of their clients
 */
record SinkOffsetAdmin(Admin admin, ClientConfigs clients, ConnectorCalls calls) implements KeptOffsets {

    private static final long GROUP_TIMEOUT_MS = 60_000;

    @Override
    public CompletableFuture<List<ConnectorOffset>> read(ConnectorView connector) {
        return with(connector, "its offsets", SinkGroup::committed).thenApply(SinkOffsetSpelling::written);
    }

    @Override
    public CompletableFuture<List<ConnectorOffset>> understood(ConnectorView connector, List<ConnectorOffset> wanted) {
        Map<TopicPartition, Long> read = SinkOffsetSpelling.read(wanted);
        Map<TopicPartition, Long> set = new HashMap<>(read);
        set.values().removeIf(offset -> offset == null);
        CompletableFuture<Void> checked = set.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : with(
                        connector,
                        "the partitions of its topics",
                        group -> group.requireExisting(Set.copyOf(set.keySet())));
        return checked.thenApply(done -> SinkOffsetSpelling.written(read));
    }

    /** In all partitions of its topics, those included that it has not read yet. */
    @Override
    public CompletableFuture<List<ConnectorOffset>> at(ConnectorView connector, OffsetSpec place) {
        return calls.aside(connector.name(), connector.config(), "its topics", SinkTopics::parse)
                .thenCompose(
                        topics -> with(connector, "the offsets at a time", group -> group.find(topics::include, place)))
                .thenApply(found -> {
                    if (found.isEmpty()) {
                        throw new ControlException(
                                Reason.BAD_REQUEST,
                                "There is none of the topics that connector " + connector.name() + " reads");
                    }
                    return SinkOffsetSpelling.written(found);
                });
    }

    @Override
    public CompletableFuture<Boolean> agree(ConnectorView connector, List<ConnectorOffset> wanted) {
        Map<TopicPartition, Long> change = SinkOffsetSpelling.read(wanted);
        return OffsetRefusals.explained(calls.ask(
                connector.name(),
                connector.config(),
                "alterOffsets",
                (plugin, config) -> plugin.call(instance -> ((SinkConnector) instance).alterOffsets(config, change))));
    }

    @Override
    public CompletableFuture<Void> write(ConnectorView connector, List<ConnectorOffset> wanted, boolean all) {
        Map<TopicPartition, Long> change = SinkOffsetSpelling.read(wanted);
        return with(connector, "a change of its offsets", group -> all ? group.delete() : group.write(change));
    }

    /** The names of a group, and what its admin client needs, may be references, which are resolved on a lane. */
    private <T> CompletableFuture<T> with(
            ConnectorView connector, String what, Function<SinkGroup, CompletableFuture<T>> use) {
        if (ClientConfigs.overrides(connector.config()).isEmpty()) {
            return use.apply(new SinkGroup(admin, clients.sinkGroup(connector.name(), connector.config())));
        }
        return calls.aside(connector.name(), connector.config(), what, config -> {
            Admin own = Admin.create(clients.sinkAdmin(connector.name(), config));
            try {
                return use.apply(new SinkGroup(own, clients.sinkGroup(connector.name(), config)))
                        .get(GROUP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } finally {
                own.close(Duration.ZERO);
            }
        });
    }
}
