package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.coordinator.decision.Effects;
import io.millrace.broker.coordinator.decision.TransactionMarkers;
import io.millrace.broker.log.AppendResult;
import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.network.NetworkLoop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one coordinator shard on the loop of its partition: decide, append, accept; every answer waits until the high
 * watermark has passed the shard's last append. Legal moves: loading, active, dropped; loading, dropped.
 */
public final class ShardHost<S extends CoordinatorShard> {

    private static final Logger LOGGER = LoggerFactory.getLogger(ShardHost.class);
    private static final long SAFE_WITHIN_MS = 60_000;
    private static final AppendResult NOTHING_APPENDED = new AppendResult(-1, -1, -1, -1, false);

    private final PartitionHost partition;
    private final SteadyClock clock;
    private final S shard;
    private final Runnable news;
    private final OpenAnswers open = new OpenAnswers();

    /** As many as topics are deleted while this shard is being loaded. */
    private final ArrayDeque<Function<S, Decision>> afterLoading = new ArrayDeque<>();

    private final ShardFailureListener<S> onFailure;
    private final MarkerOrders<S> orders;
    private final int maxDecisionBytes;

    /** As many as transactions end here while this shard is being loaded. */
    private final NavigableMap<Long, Runnable> earlyMarkers = new TreeMap<>();

    private AppendResult lastAppend = NOTHING_APPENDED;
    private Phase phase = Phase.LOADING;
    private long activeSinceMs = Long.MAX_VALUE;
    private long timerDueMs = Long.MAX_VALUE;
    private NetworkLoop.Timer timer = () -> {};

    private enum Phase {
        LOADING,
        ACTIVE,
        DROPPED
    }

    ShardHost(
            PartitionHost partition,
            S shard,
            int maxDecisionBytes,
            SteadyClock clock,
            MarkerOrders<S> orders,
            ShardFailureListener<S> onFailure) {
        this(partition, shard, () -> {}, maxDecisionBytes, clock, orders, onFailure);
    }

    /** @param news on the loop, before the shard is asked anything: tells it what it has to know of the world */
    ShardHost(
            PartitionHost partition,
            S shard,
            Runnable news,
            int maxDecisionBytes,
            SteadyClock clock,
            MarkerOrders<S> orders,
            ShardFailureListener<S> onFailure) {
        this.partition = partition;
        this.clock = clock;
        this.shard = shard;
        this.news = news;
        this.maxDecisionBytes = maxDecisionBytes;
        this.onFailure = onFailure;
        this.orders = orders;
    }

    /** What a request wants of the shard. */
    @FunctionalInterface
    public interface Operation<S extends CoordinatorShard> {

        /** Decides; the caller carries the request id that this host gave. */
        Decision decide(S shard, Caller caller, long nowMs);
    }

    /** Who asks. */
    public record Client(short apiVersion, String clientId, String clientHost) {}

    /** Any thread. Fails with NotCoordinatorException or CoordinatorLoadInProgressException. */
    public CompletableFuture<ApiMessage> decide(Client client, Operation<S> operation) {
        var answer = new CompletableFuture<ApiMessage>();
        onLoop(answer, () -> {
            long requestId = open.add(answer);
            var caller = new Caller(requestId, client.apiVersion(), client.clientId(), client.clientHost());
            settle(operation.decide(shard, caller, clock.millis()));
            schedule();
        });
        return answer;
    }

    /** Any thread. A read, whose answer waits for the last append like every other. */
    public <T> CompletableFuture<T> read(Function<S, T> read) {
        var answer = new CompletableFuture<T>();
        onLoop(answer, () -> {
            T value = read.apply(shard);
            whenSafe(error -> OpenAnswers.complete(answer, value, error));
        });
        return answer;
    }

    /** Any thread, before {@link #load}: changes that the shard before this one did not come to. */
    void owe(List<Function<S, Decision>> owed) {
        owed.forEach(this::change);
    }

    /** Any thread. A change that nobody waits for; while the shard is being loaded it is kept for later. */
    void change(Function<S, Decision> change) {
        try {
            partition.loop().runOrExecute(() -> {
                if (phase == Phase.LOADING) {
                    afterLoading.add(change);
                } else if (phase == Phase.ACTIVE) {
                    changeNow(change);
                }
            });
        } catch (RejectedExecutionException brokerIsClosing) {
            brokerIsClosing();
        }
    }

    private void brokerIsClosing() {
        LOGGER.debug(
                "The broker closes; its shards are left alone. partition={}",
                partition.log().partition());
    }

    private void changeNow(Function<S, Decision> change) {
        run(new CompletableFuture<>(), () -> {
            Decision decision = change.apply(shard);
            // A large change comes in several steps; a refused step is left to the next deletion or to expiry.
            while (settle(decision) && decision.needsAppend()) {
                decision = change.apply(shard);
            }
            schedule();
        });
    }

    /** On the loader's thread: reads the log from its start. */
    void load() {
        try {
            loadNow();
        } catch (RejectedExecutionException brokerIsClosing) {
            brokerIsClosing();
        }
    }

    private void loadNow() {
        try {
            // Before the end of the log is looked up, or a marker could be neither read nor told of.
            partition.onMarker(this::markerAppended);
            long endOffset = ShardLoader.replay(partition.log(), shard);
            partition.loop().execute(() -> {
                if (phase == Phase.LOADING) {
                    run(new CompletableFuture<>(), () -> activate(endOffset));
                }
            });
        } catch (RejectedExecutionException brokerIsClosing) {
            throw brokerIsClosing;
        } catch (RuntimeException e) {
            partition.loop().execute(() -> {
                if (phase == Phase.LOADING) {
                    fail("A coordinator shard cannot be loaded.", e);
                }
            });
        }
    }

    private void activate(long endOffset) {
        lastAppend = new AppendResult(endOffset - 1, endOffset - 1, -1, -1, false);
        earlyMarkers.tailMap(endOffset).values().forEach(Runnable::run);
        earlyMarkers.clear();
        Effects effects = shard.loaded(clock.millis());
        phase = Phase.ACTIVE;
        activeSinceMs = clock.millis();
        ShardLoader.report(partition.log(), shard, endOffset);
        send(effects);
        schedule();
        while (phase == Phase.ACTIVE && !afterLoading.isEmpty()) {
            changeNow(afterLoading.remove());
        }
    }

    /** On the loop. How long this shard has served; negative while it has not. */
    long activeMs() {
        return activeSinceMs == Long.MAX_VALUE ? -1 : clock.millis() - activeSinceMs;
    }

    /** Any thread. Sends everybody who waits to look for another coordinator. */
    void drop() {
        try {
            partition.loop().runOrExecute(this::dropNow);
        } catch (RejectedExecutionException brokerIsClosing) {
            brokerIsClosing();
        }
    }

    private void onLoop(CompletableFuture<?> answer, Runnable task) {
        try {
            partition.loop().runOrExecute(() -> {
                if (phase == Phase.LOADING) {
                    answer.completeExceptionally(
                            new CoordinatorLoadInProgressException("The coordinator is being loaded."));
                } else if (phase == Phase.DROPPED || partition.leaderEpoch() == PartitionHost.NOT_LEADING) {
                    answer.completeExceptionally(new NotCoordinatorException("The coordinator is elsewhere."));
                } else {
                    run(answer, task);
                }
            });
        } catch (RejectedExecutionException brokerIsClosing) {
            answer.completeExceptionally(new NotCoordinatorException("The broker closes."));
        }
    }

    /** A broken invariant stops this shard, not the loop; the log still has the truth. */
    private void run(CompletableFuture<?> answer, Runnable task) {
        try {
            news.run();
            task.run();
        } catch (RuntimeException e) {
            answer.completeExceptionally(new NotCoordinatorException("The coordinator must be loaded again.", e));
            fail("A coordinator shard broke.", e);
        }
    }

    private void fail(String what, RuntimeException reason) {
        if (phase != Phase.DROPPED) {
            LOGGER.error("{} partition={}", what, partition.log().partition(), reason);
            dropNow();
            onFailure.failed(this, List.copyOf(afterLoading));
        }
    }

    /** A transaction in which this shard's records may be has ended. */
    private void markerAppended(TransactionMarker marker, AppendResult result) {
        if (phase == Phase.LOADING) {
            earlyMarkers.put(result.lastOffset(), () -> replayMarker(marker, result));
        } else if (phase == Phase.ACTIVE) {
            run(new CompletableFuture<>(), () -> replayMarker(marker, result));
        }
    }

    private void replayMarker(TransactionMarker marker, AppendResult result) {
        lastAppend = result;
        shard.replayMarker(result.lastOffset(), marker.producerId(), marker.commit());
    }

    /** Says whether the decision is true now. */
    private boolean settle(Decision decision) {
        long nowMs = clock.millis();
        if (!decision.needsAppend()) {
            send(shard.accept(decision, lastAppend.lastOffset() + 1, nowMs));
            return true;
        }
        AppendOutcome outcome = ShardBatch.append(
                partition, decision, maxDecisionBytes, clock.wall().millis());
        if (outcome.unknown()) {
            throw new IllegalStateException("Whether a decision was stored is unknown: " + outcome.message());
        }
        if (outcome.error() == Errors.NONE) {
            lastAppend = outcome.result();
            send(shard.accept(decision, outcome.result().baseOffset(), nowMs));
            return true;
        } else {
            LOGGER.warn(
                    "A decision cannot be stored. partition={} error={} reason=\"{}\"",
                    partition.log().partition(),
                    outcome.error(),
                    outcome.message());
            send(shard.refuse(decision, outcome.error(), nowMs));
            return false;
        }
    }

    private void send(Effects effects) {
        if (effects.isEmpty()) {
            return;
        }
        whenSafe(error -> {
            effects.replies().forEach(reply -> open.answer(reply, error));
            order(effects.markers(), error);
        });
    }

    private void order(List<TransactionMarkers> markers, Errors error) {
        if (markers.isEmpty() || phase == Phase.DROPPED) {
            return;
        }
        if (error == Errors.NONE) {
            orders.write(this, markers);
        } else {
            // Only the log can say whether these transactions end.
            fail("Whether transactions end is not safe.", new IllegalStateException("The log answered " + error));
        }
    }

    /** On the loop. Whether another shard has to do what this one did not come to. */
    boolean isDropped() {
        return phase == Phase.DROPPED;
    }

    /** Any thread. The time by which the shard lives. */
    public long nowMs() {
        return clock.millis();
    }

    /** The partition that holds what this shard knows. */
    public PartitionHost partition() {
        return partition;
    }

    private void whenSafe(Consumer<Errors> then) {
        if (partition.highWatermark() > lastAppend.lastOffset()) {
            then.accept(Errors.NONE);
        } else {
            partition.whenSafe(lastAppend, SAFE_WITHIN_MS, outcome -> then.accept(outcome.error()));
        }
    }

    private void schedule() {
        long dueMs = phase == Phase.ACTIVE ? shard.nextDeadlineMs() : Long.MAX_VALUE;
        if (dueMs != timerDueMs) {
            timer.cancel();
            timerDueMs = dueMs;
            if (dueMs != Long.MAX_VALUE) {
                timer = partition.loop().schedule(this::expire, Math.max(1, dueMs - clock.millis()));
            }
        }
    }

    private void expire() {
        timerDueMs = Long.MAX_VALUE;
        if (phase != Phase.ACTIVE) {
            return;
        }
        run(new CompletableFuture<>(), () -> {
            long nowMs = clock.millis();
            for (Optional<Decision> due = shard.expire(nowMs); due.isPresent(); due = shard.expire(nowMs)) {
                settle(due.get());
            }
            schedule();
        });
    }

    private void dropNow() {
        if (phase == Phase.DROPPED) {
            return;
        }
        boolean wasActive = phase == Phase.ACTIVE;
        phase = Phase.DROPPED;
        timer.cancel();
        if (wasActive) {
            answerWaiting();
        }
        open.refuseAll();
    }

    /** A broken shard may be unable even to say what it owes; then everybody gets the same answer. */
    private void answerWaiting() {
        try {
            shard.drop().replies().forEach(reply -> open.answer(reply, Errors.NONE));
        } catch (RuntimeException e) {
            LOGGER.error(
                    "A coordinator shard broke while it ended. partition={}",
                    partition.log().partition(),
                    e);
        }
    }
}
