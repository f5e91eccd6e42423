package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.coordinator.decision.TransactionMarkers;
import java.util.List;

/** Told, on the loop, of ends of transactions that are safe to write. */
@FunctionalInterface
interface MarkerOrders<S extends CoordinatorShard> {

    /** Writes them all, and tells the shard. */
    void write(ShardHost<S> shard, List<TransactionMarkers> markers);
}
