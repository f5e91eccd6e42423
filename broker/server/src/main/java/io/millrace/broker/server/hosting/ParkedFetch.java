package io.millrace.broker.server.hosting;

import io.millrace.broker.network.NetworkLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.protocol.Errors;

/**
 * One fetch over several partitions: answered at once when there is enough, else parked in each of them and looked at
 * again when a high watermark moves, until there is enough or the time is over. Runs on the connection's loop.
 */
public final class ParkedFetch {

    private final List<FetchTarget> targets;
    private final Bounds bounds;
    private final ParkingSpace parking;
    private final NetworkLoop loop;
    private final CompletableFuture<List<FetchOutcome>> answer = new CompletableFuture<>();
    private final AtomicBoolean lookQueued = new AtomicBoolean();
    private final Runnable wake = this::wake;
    private NetworkLoop.Timer timer = () -> {};
    private boolean parked;

    /**
     * How much a fetch wants and how long it waits.
     *
     * @param minBytes answer as soon as there is this much
     * @param maxBytes over all partitions, save that the first batch comes whatever its size
     * @param maxWaitMs answer then with what there is
     */
    public record Bounds(int minBytes, int maxBytes, int maxWaitMs) {}

    /** Waits, if it must, on {@code loop}, as long as {@code parking} has room for its targets. */
    public ParkedFetch(List<FetchTarget> targets, Bounds bounds, ParkingSpace parking, NetworkLoop loop) {
        this.targets = targets;
        this.bounds = bounds;
        this.parking = parking;
        this.loop = loop;
    }

    /** On {@code loop}. The outcomes are in the order of the targets; their slices belong to the caller. */
    public CompletableFuture<List<FetchOutcome>> start() {
        boolean mayWait = bounds.maxWaitMs() > 0 && !targets.isEmpty();
        if (!look(!mayWait)) {
            park();
        }
        return answer;
    }

    private void park() {
        parked = parking.take(targets.size());
        if (!parked) {
            look(true);
            return;
        }
        targets.forEach(target -> target.host().park(wake));
        // What moved between the look and the parking woke nobody.
        if (!look(false)) {
            timer = loop.schedule(() -> look(true), bounds.maxWaitMs());
        }
    }

    /** On {@code loop}. Whoever asked has gone; the answer comes now, and nobody wakes this fetch any more. */
    public void abandon() {
        look(true);
    }

    /** On the loop of a partition, in the middle of its step: only leaves a note. */
    private void wake() {
        if (lookQueued.compareAndSet(false, true)) {
            try {
                loop.execute(() -> {
                    lookQueued.set(false);
                    look(false);
                });
            } catch (RejectedExecutionException brokerIsClosing) {
                lookQueued.set(false);
            }
        }
    }

    /** Says whether the fetch is answered. */
    private boolean look(boolean lastTime) {
        if (answer.isDone()) {
            return true;
        }
        List<FetchOutcome> outcomes = new ArrayList<>(targets.size());
        try {
            boolean enough = readAll(outcomes);
            if (!enough && !lastTime) {
                outcomes.forEach(FetchOutcome::close);
                return false;
            }
        } catch (RuntimeException unexpected) {
            outcomes.forEach(FetchOutcome::close);
            leave();
            answer.completeExceptionally(unexpected);
            return true;
        }
        leave();
        answer.complete(outcomes);
        return true;
    }

    /** Says whether there is enough to answer; an error of any partition is. */
    private boolean readAll(List<FetchOutcome> outcomes) {
        long sizeBytes = 0;
        boolean failed = false;
        for (FetchTarget target : targets) {
            int leftBytes = (int) Math.max(0, bounds.maxBytes() - sizeBytes);
            FetchOutcome outcome = FetchOutcome.read(target, leftBytes, sizeBytes == 0);
            outcomes.add(outcome);
            sizeBytes += outcome.sizeBytes();
            failed |= outcome.error() != Errors.NONE;
        }
        return failed || sizeBytes >= bounds.minBytes();
    }

    private void leave() {
        if (parked) {
            parked = false;
            timer.cancel();
            targets.forEach(target -> target.host().leave(wake));
            parking.giveBack(targets.size());
        }
    }
}
