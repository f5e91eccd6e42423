package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.cluster.Ownership;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.log.CompactedLog;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets changes through at the leader alone, since two workers that change a connector at once would not see each other's
 * change; and there only when it has read what the leader before it wrote. Control loop only.
 */
final class LeaderGate {

    private final ControlLoop loop;
    private final Ownership ownership;
    private final CompactedLog log;
    /** The newest generation before which everything has been read. */
    private int readGeneration = -1;

    LeaderGate(ControlLoop loop, Ownership ownership, CompactedLog log) {
        this.loop = loop;
        this.ownership = ownership;
        this.log = log;
    }

    <T> CompletableFuture<T> pass(Supplier<CompletableFuture<T>> command) {
        int generation = ownership.generation();
        refuseUnlessLeader();
        if (readGeneration == generation) {
            return command.get();
        }
        return log.readToEnd()
                .thenComposeAsync(
                        end -> {
                            readGeneration = Math.max(readGeneration, generation);
                            refuseUnlessLeader();
                            return command.get();
                        },
                        loop);
    }

    private void refuseUnlessLeader() {
        if (!ownership.leads()) {
            Optional<URI> leader = ownership.leader();
            throw ControlException.notOwner(
                    leader.isPresent()
                            ? "Connectors are changed at the worker that leads the group"
                            : "Cannot complete request momentarily due to no known leader URL, likely because a"
                                    + " rebalance was underway.",
                    leader.orElse(null));
        }
        if (!ownership.certain()) {
            // Another may lead by now without this worker having heard of it.
            throw new ControlException(
                    Reason.UNAVAILABLE, "The worker that leads the group does not reach it at the moment");
        }
    }
}
