package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.OffsetChange;
import io.millrace.connect.worker.control.OffsetDifference;
import io.millrace.connect.worker.control.OffsetHistoryEntry.Kind;
import io.millrace.connect.worker.control.OffsetRequest;
import io.millrace.connect.worker.control.OffsetsChanged;
import io.millrace.connect.worker.secrets.SecretMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes the offsets of a connector; a change needs the connector to be stopped. */
final class OffsetAdmin {

    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetAdmin.class);
    /** Longer than a reachable cluster takes; whoever waits wants to change a configuration. */
    private static final long NOTE_TIMEOUT_MS = 5_000;

    private final ClusterTables cluster;
    private final Reads reads;
    private final KeptOffsets sources;
    private final KeptOffsets sinks;
    private final OffsetNotes notes;
    private final SecretMemory memory;

    OffsetAdmin(
            ClusterTables cluster,
            Reads reads,
            KeptOffsets sources,
            KeptOffsets sinks,
            OffsetNotes notes,
            SecretMemory memory) {
        this.cluster = cluster;
        this.reads = reads;
        this.sources = sources;
        this.sinks = sinks;
        this.notes = notes;
        this.memory = memory;
    }

    OffsetNotes notes() {
        return notes;
    }

    CompletableFuture<List<ConnectorOffset>> read(ConnectorView connector) {
        return kept(connector).read(connector);
    }

    CompletableFuture<List<OffsetDifference>> preview(ConnectorView connector, OffsetRequest request) {
        return read(connector)
                .thenCompose(now -> wanted(connector, request, now).thenApply(wanted -> differences(now, wanted)));
    }

    /** {@code by} is who asks for it, where that is known. */
    CompletableFuture<OffsetsChanged> change(ConnectorView connector, OffsetRequest request, Optional<String> by) {
        refuseUnlessStopped(connector);
        boolean all = request instanceof OffsetRequest.Reset;
        return read(connector).thenCompose(now -> wanted(connector, request, now)
                .thenCompose(
                        wanted -> carryOut(connector, new Change(new Occasion(kind(request), by), now, wanted, all))));
    }

    /** The new offsets of all partitions whose offset is to be set or forgotten. */
    private CompletableFuture<List<ConnectorOffset>> wanted(
            ConnectorView connector, OffsetRequest request, List<ConnectorOffset> now) {
        if (request instanceof OffsetRequest.Alter alter) {
            if (alter.offsets().isEmpty()) {
                throw new ControlException(
                        Reason.BAD_REQUEST, "Partitions / offsets need to be provided for an offset alter request");
            }
            return kept(connector).understood(connector, alter.offsets());
        }
        if (request instanceof OffsetRequest.Rollback rollback) {
            return kept(connector)
                    .understood(connector, notes.offsetsAt(connector.name(), rollback.to()))
                    .thenApply(then -> exactly(then, now));
        }
        if (request instanceof OffsetRequest.Seek seek) {
            return kept(connector).at(connector, seek.place());
        }
        return CompletableFuture.completedFuture(exactly(List.of(), now));
    }

    /** These offsets and no others. */
    private static List<ConnectorOffset> exactly(List<ConnectorOffset> wanted, List<ConnectorOffset> now) {
        Map<Map<String, ?>, ConnectorOffset> all = new LinkedHashMap<>();
        now.forEach(one -> all.put(one.partition(), new ConnectorOffset(one.partition(), Optional.empty())));
        wanted.forEach(one -> all.put(one.partition(), one));
        return List.copyOf(all.values());
    }

    /** {@code all} says that nothing is to be left. */
    private record Change(Occasion occasion, List<ConnectorOffset> now, List<ConnectorOffset> wanted, boolean all) {}

    private CompletableFuture<OffsetsChanged> carryOut(ConnectorView connector, Change change) {
        List<OffsetDifference> changes = differences(change.now(), change.wanted());
        return kept(connector).agree(connector, change.wanted()).thenCompose(agreed -> notes.around(
                        connector.name(), change.occasion(), change.now(), changes, () -> kept(connector)
                                .write(connector, change.wanted(), change.all()))
                .thenApply(done -> new OffsetsChanged(
                        agreed ? OffsetChange.CONNECTOR_AND_FRAMEWORK : OffsetChange.FRAMEWORK_ONLY, changes)));
    }

    /**
     * Makes the offsets of a connector that does not exist yet those of another one, which may run. Returns what has
     * changed; what was begun and failed is taken back.
     */
    CompletableFuture<List<OffsetDifference>> copy(ConnectorView from, ConnectorView to, Optional<String> by) {
        refuseWhileTasksEnd(to.name());
        return read(from).thenCompose(there -> read(to).thenCompose(now -> {
            List<ConnectorOffset> wanted = exactly(there, now);
            List<OffsetDifference> changes = differences(now, wanted);
            return changes.isEmpty()
                    ? CompletableFuture.completedFuture(changes)
                    : kept(to).agree(to, wanted)
                            .thenCompose(agreed -> notes.around(
                                    to.name(), new Occasion(Kind.CLONE, by), now, changes, () -> kept(to).write(
                                                    to, wanted, false)
                                            .exceptionallyCompose(failure -> takenBack(to, changes, failure))))
                            .thenApply(done -> changes);
        }));
    }

    /** Takes a change back and fails with what made that necessary; and with more words where it cannot be taken back. */
    <T> CompletableFuture<T> takenBack(ConnectorView connector, List<OffsetDifference> changes, Throwable failure) {
        List<ConnectorOffset> before = changes.stream()
                .map(change -> new ConnectorOffset(change.partition(), change.from()))
                .toList();
        CompletableFuture<Void> back = before.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : kept(connector).agree(connector, before).thenCompose(agreed -> kept(connector)
                        .write(connector, before, false));
        return back.handle((done, trouble) -> {
            if (trouble == null) {
                throw new CompletionException(failure);
            }
            throw new ControlException(
                    Reason.INTERNAL,
                    "Connector " + connector.name() + " was not created (" + failure.getMessage()
                            + "), and the offsets that were copied could not be taken back (" + trouble.getMessage()
                            + "): a connector that is created under this name begins at them, unless they are reset",
                    failure);
        });
    }

    private static Kind kind(OffsetRequest request) {
        if (request instanceof OffsetRequest.Alter) {
            return Kind.ALTER;
        }
        if (request instanceof OffsetRequest.Rollback) {
            return Kind.ROLLBACK;
        }
        return request instanceof OffsetRequest.Seek ? Kind.SEEK : Kind.RESET;
    }

    private static List<OffsetDifference> differences(List<ConnectorOffset> now, List<ConnectorOffset> wanted) {
        Map<Map<String, ?>, Optional<Map<String, ?>>> found = new LinkedHashMap<>();
        now.forEach(one -> found.put(one.partition(), one.offset()));
        Map<Map<String, ?>, Optional<Map<String, ?>>> next = new LinkedHashMap<>();
        wanted.forEach(one -> next.put(one.partition(), one.offset()));
        List<OffsetDifference> differences = new ArrayList<>();
        next.forEach((partition, to) -> {
            Optional<Map<String, ?>> from = found.getOrDefault(partition, Optional.empty());
            if (!from.equals(to)) {
                differences.add(new OffsetDifference(partition, from, to));
            }
        });
        return differences;
    }

    /**
     * Notes where a connector is before something that may lead it astray. Ends well whether or not that was possible:
     * what is to follow is worth more than the note.
     */
    CompletableFuture<Void> note(ConnectorView connector, Kind kind) {
        return read(connector)
                .thenCompose(now -> notes.note(connector.name(), kind, now))
                .orTimeout(NOTE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    LOGGER.warn(
                            "offsets not noted connector={} before={}",
                            connector.name(),
                            kind,
                            memory.of(connector.name()).failure(failure));
                    return null;
                });
    }

    private KeptOffsets kept(ConnectorView connector) {
        return reads.type(connector) == ConnectorType.SINK ? sinks : sources;
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
        refuseWhileTasksEnd(name);
    }

    private void refuseWhileTasksEnd(String name) {
        if (!cluster.statuses().tasks(name).isEmpty()) {
            // A task that is still ending would write its own offsets over the new ones.
            throw new ControlException(
                    Reason.CONFLICT, "The tasks of connector " + name + " are still stopping; try again in a moment");
        }
    }
}
