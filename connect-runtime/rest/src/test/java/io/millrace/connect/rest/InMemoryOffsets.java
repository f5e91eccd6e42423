package io.millrace.connect.rest;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.OffsetChange;
import io.millrace.connect.worker.control.OffsetControl;
import io.millrace.connect.worker.control.OffsetDifference;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import io.millrace.connect.worker.control.OffsetRequest;
import io.millrace.connect.worker.control.OffsetsChanged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Offsets without a cluster; {@code exists} says which connectors there are. */
final class InMemoryOffsets implements OffsetControl {
    private final Map<String, List<ConnectorOffset>> offsets = new ConcurrentHashMap<>();
    private final Predicate<String> exists;

    InMemoryOffsets(Predicate<String> exists) {
        this.exists = exists;
    }

    void forgetAll() {
        offsets.clear();
    }

    @Override
    public CompletableFuture<List<ConnectorOffset>> read(String connector) {
        return known(connector, () -> offsets.getOrDefault(connector, List.of()));
    }

    @Override
    public CompletableFuture<List<OffsetDifference>> preview(String connector, OffsetRequest request) {
        return known(connector, () -> wanted(request).stream()
                .map(one -> new OffsetDifference(one.partition(), Optional.empty(), one.offset()))
                .toList());
    }

    @Override
    public CompletableFuture<OffsetsChanged> change(String connector, OffsetRequest request, Optional<String> by) {
        return known(connector, () -> {
            offsets.put(connector, wanted(request));
            OffsetChange participants = request instanceof OffsetRequest.Alter
                    ? OffsetChange.CONNECTOR_AND_FRAMEWORK
                    : OffsetChange.FRAMEWORK_ONLY;
            return new OffsetsChanged(participants, List.of());
        });
    }

    private static List<ConnectorOffset> wanted(OffsetRequest request) {
        return request instanceof OffsetRequest.Alter alter ? alter.offsets() : List.of();
    }

    @Override
    public CompletableFuture<List<OffsetHistoryEntry>> history(String connector) {
        return known(connector, List::of);
    }

    private <T> CompletableFuture<T> known(String connector, Supplier<T> answer) {
        return exists.test(connector)
                ? CompletableFuture.completedFuture(answer.get())
                : CompletableFuture.failedFuture(
                        new ControlException(Reason.NOT_FOUND, "Connector " + connector + " not found"));
    }
}
