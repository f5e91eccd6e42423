package io.millrace.connect.worker.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What can be asked about the records that connectors gave up, at any worker. Calls return at once and fail as those of
 * {@link ConnectControl} do; NOT_FOUND when there is no such connector, or it has no dead letter topic.
 */
public interface DeadLetterControl {

    /** The partitions of the connector's dead letter topic, and how far they were re-driven. */
    CompletableFuture<List<DeadLetterPartition>> partitions(String connector);

    /** At most {@code max} letters of one partition, from an offset on. */
    CompletableFuture<List<StoredLetter>> read(String connector, int partition, long from, int max);

    /**
     * Sends letters back to the topics that their records came from, those that no earlier call has seen, {@code max} of
     * them at most, all or none.
     */
    CompletableFuture<RedriveResult> redrive(String connector, int max);
}
