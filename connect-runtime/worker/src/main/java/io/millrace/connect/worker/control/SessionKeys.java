package io.millrace.connect.worker.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keys by which workers of a cluster know each other's requests, as KIP-507 has one of the leader's. Each worker has its
 * own, in a topic of the cluster.
 */
public interface SessionKeys {
    /** A worker's key; the array is not copied. */
    @SuppressWarnings("ArrayRecordComponent") // what javax.crypto takes
    record SessionKey(String workerId, byte[] secret) {}

    /** This worker's key; completes when it is in the topic. The same one for an hour or so. */
    CompletableFuture<SessionKey> own();

    /** The keys that a worker signs by: its newest, and the one before. Empty if this worker has heard of none. */
    List<SessionKey> of(String workerId);
}
