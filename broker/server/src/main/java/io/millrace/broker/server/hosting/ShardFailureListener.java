package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.coordinator.decision.Decision;
import java.util.List;
import java.util.function.Function;

/** Told, on the loop and once, that a shard broke or could not be loaded and that the log must be read again. */
@FunctionalInterface
interface ShardFailureListener<S extends CoordinatorShard> {

    /** The shard is dropped already. {@code owed} are changes that the next one has to make. */
    void failed(ShardHost<S> shard, List<Function<S, Decision>> owed);
}
