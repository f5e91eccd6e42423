package io.millrace.broker.server.hosting;

import io.millrace.broker.metadata.command.AllocateProducerIds;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.ProducerIdsAllocated;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;

/** Hands out producer ids from blocks that the cluster gave to this broker. Any thread; never waits. */
public final class ProducerIds {

    /** More waiters than this while a block is on its way are sent away to try again. */
    private static final int MAX_WAITING = 10_000;

    private final ClusterMetadata cluster;
    private final int brokerId;
    private final Queue<CompletableFuture<Long>> waiting = new ArrayDeque<>();
    private final Queue<Long> spare = new ArrayDeque<>();
    private long nextId;
    private long endId;
    private boolean asking;

    /** Asks for the first block when somebody needs an id. */
    public ProducerIds(ClusterMetadata cluster, int brokerId) {
        this.cluster = cluster;
        this.brokerId = brokerId;
    }

    /** An id that nobody else has or will have. */
    public synchronized CompletableFuture<Long> next() {
        OptionalLong atHand = poll();
        if (atHand.isPresent()) {
            return CompletableFuture.completedFuture(atHand.getAsLong());
        }
        if (waiting.size() >= MAX_WAITING) {
            return CompletableFuture.failedFuture(
                    new CoordinatorLoadInProgressException("Too many producers wait for an id."));
        }
        var future = new CompletableFuture<Long>();
        waiting.add(future);
        ask();
        return future;
    }

    /** An id if one is at hand. */
    public synchronized OptionalLong poll() {
        Long kept = spare.poll();
        if (kept != null) {
            return OptionalLong.of(kept);
        }
        return nextId < endId ? OptionalLong.of(nextId++) : OptionalLong.empty();
    }

    /** Done when {@link #poll} has an id for somebody. */
    public CompletableFuture<Void> ready() {
        return next().thenAccept(this::keep);
    }

    private synchronized void keep(long id) {
        spare.add(id);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Every outcome is handled in answered().
    private void ask() {
        if (!asking) {
            asking = true;
            long brokerEpoch = cluster.image()
                    .broker(brokerId)
                    .map(broker -> broker.brokerEpoch())
                    .orElse(-1L);
            cluster.submit(new AllocateProducerIds(brokerId, brokerEpoch)).whenComplete(this::answered);
        }
    }

    private void answered(CommandResponse response, Throwable failure) {
        Queue<CompletableFuture<Long>> served = new ArrayDeque<>();
        Queue<Long> ids = new ArrayDeque<>();
        boolean allocated = response instanceof ProducerIdsAllocated;
        synchronized (this) {
            asking = false;
            if (response instanceof ProducerIdsAllocated block) {
                nextId = block.firstProducerId();
                endId = nextId + block.count();
            }
            while (!waiting.isEmpty() && (!allocated || nextId < endId)) {
                served.add(waiting.remove());
                ids.add(nextId < endId ? nextId++ : -1L);
            }
            if (!waiting.isEmpty()) {
                ask();
            }
        }
        for (CompletableFuture<Long> future : served) {
            long id = ids.remove();
            if (allocated) {
                future.complete(id);
            } else {
                future.completeExceptionally(
                        new CoordinatorLoadInProgressException("The cluster gave no producer ids yet.", failure));
            }
        }
    }
}
