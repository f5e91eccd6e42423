package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.cluster.OffsetHistoryTable;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.OffsetDifference;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import io.millrace.connect.worker.control.OffsetHistoryEntry.Kind;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.secrets.Discretion;
import io.millrace.connect.worker.secrets.SecretMemory;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Writes the history of offsets, each entry before what it tells of is done. Any thread. */
final class OffsetNotes {

    static final int FAILURE_LENGTH_MAX = 1_000;

    private final OffsetHistoryTable table;
    private final CompactedLog log;
    private final String workerId;
    private final SecretMemory memory;
    private final Clock clock = Clock.systemUTC();

    OffsetNotes(OffsetHistoryTable table, CompactedLog log, String workerId, SecretMemory memory) {
        this.table = table;
        this.log = log;
        this.workerId = workerId;
        this.memory = memory;
    }

    List<OffsetHistoryEntry> entries(String connector) {
        return table.entries(connector);
    }

    /** What the offsets were when an entry was written. */
    List<ConnectorOffset> offsetsAt(String connector, long id) {
        OffsetHistoryEntry entry = table.entry(connector, id)
                .orElseThrow(() -> new ControlException(
                        Reason.NOT_FOUND,
                        "The history of the offsets of connector " + connector + " has no entry " + id
                                + "; GET /connectors/{connector}/offsets/history lists those that it has"));
        return entry.offsets()
                .orElseThrow(() -> new ControlException(
                        Reason.BAD_REQUEST,
                        "Entry " + id + " of the history has no offsets: there were too many to be kept"));
    }

    /** Runs a change with an entry before it; one that fails is told in its entry. */
    CompletableFuture<Void> around(
            String connector,
            Occasion occasion,
            List<ConnectorOffset> now,
            List<OffsetDifference> changes,
            Supplier<CompletableFuture<Void>> change) {
        return add(connector, occasion, now, changes).thenCompose(entry -> change.get()
                .exceptionallyCompose(failure -> told(connector, entry, cause(failure))
                        .handle((written, unwritten) -> null)
                        .thenCompose(told -> CompletableFuture.failedFuture(failure)))
                .thenRun(() -> table.prune(log, connector)));
    }

    /** Notes where a connector is, unless that is nowhere or is known. */
    CompletableFuture<Void> note(String connector, Kind kind, List<ConnectorOffset> now) {
        Optional<OffsetHistoryEntry> newest = table.newest(connector);
        boolean known = newest.isEmpty()
                ? now.isEmpty()
                : newest.get().changes().isEmpty() && same(newest.get().offsets(), now);
        return known
                ? CompletableFuture.completedFuture(null)
                : add(connector, new Occasion(kind, Optional.empty()), now, List.of())
                        .thenAccept(entry -> table.prune(log, connector));
    }

    /** A conflict changes nothing and is tried again many times, which must not push the history out. */
    private CompletableFuture<Void> told(String connector, OffsetHistoryEntry entry, Throwable failure) {
        return failure instanceof ControlException refusal && refusal.reason() == Reason.CONFLICT
                ? table.remove(log, connector, entry)
                : table.replace(log, connector, entry.failed(described(failure, memory.of(connector))))
                        .thenRun(() -> table.prune(log, connector));
    }

    private static boolean same(Optional<List<ConnectorOffset>> noted, List<ConnectorOffset> now) {
        return noted.filter(then -> byPartition(then).equals(byPartition(now))).isPresent();
    }

    /** By what is printed, which is equal where a number is an integer once and a long later. */
    private static Map<String, String> byPartition(List<ConnectorOffset> offsets) {
        Map<String, String> map = new HashMap<>();
        offsets.forEach(one -> map.put(one.partition().toString(), one.offset().toString()));
        return map;
    }

    private CompletableFuture<OffsetHistoryEntry> add(
            String connector, Occasion occasion, List<ConnectorOffset> now, List<OffsetDifference> changes) {
        long atMs = clock.millis();
        return table.add(
                log,
                connector,
                id -> new OffsetHistoryEntry(
                        id,
                        atMs,
                        occasion.kind(),
                        occasion.by(),
                        workerId,
                        Optional.of(now),
                        changes,
                        Optional.empty()));
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Any worker shows it, also one that does not know the connector's secrets. */
    static String described(Throwable failure, Discretion discretion) {
        String text = discretion.text(String.valueOf(failure.getMessage() == null ? failure : failure.getMessage()));
        return text.length() > FAILURE_LENGTH_MAX ? text.substring(0, FAILURE_LENGTH_MAX) : text;
    }
}
