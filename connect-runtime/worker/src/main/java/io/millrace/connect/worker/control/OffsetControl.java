package io.millrace.connect.worker.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What can be asked about the offsets of connectors, and done to them. Calls return at once and fail as those of
 * {@link ConnectControl} do; NOT_FOUND when there is no such connector.
 */
public interface OffsetControl {

    CompletableFuture<List<ConnectorOffset>> read(String connector);

    /** What a change would do; the connector is not asked whether it agrees, and may run meanwhile. */
    CompletableFuture<List<OffsetDifference>> preview(String connector, OffsetRequest request);

    /**
     * Changes the offsets of a connector that is stopped.
     *
     * @param by who asks for it, where that is known
     */
    CompletableFuture<OffsetsChanged> change(String connector, OffsetRequest request, Optional<String> by);

    /** Earlier changes and what was before them, the newest first. */
    CompletableFuture<List<OffsetHistoryEntry>> history(String connector);
}
