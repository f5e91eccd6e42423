package io.millrace.broker.server.hosting;

import io.millrace.broker.log.AppendOrigin;
import io.millrace.broker.log.AppendResult;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.fault.StorageException;
import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.replication.PartitionReplica;
import io.millrace.broker.replication.ReplicaEffect;
import io.millrace.broker.replication.ReplicaEvent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition on this broker: its log, its replica state machine, and the requests that wait for either. Everything
 * that changes it runs on its loop; offsets may be read from anywhere.
 */
public final class PartitionHost {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionHost.class);

    /** A client's timeout is about other brokers' disks, as in Kafka; for this one's alone it waits this long at least. */
    private static final long LOCAL_DISK_MS = 30_000;

    /** What {@link #leaderEpoch()} says while this broker does not lead the partition. */
    public static final int NOT_LEADING = -1;

    private final PartitionLog log;
    private final NetworkLoop loop;
    private final SteadyClock clock;
    private final PartitionReplica replica;
    /** Wait for the high watermark. */
    private final ParkedProduces produces;

    /** Wait for this broker's disk alone. */
    private final ParkedProduces undurable;

    private final ParkedFetches fetches = new ParkedFetches();
    private final TransactionGates gates = new TransactionGates();
    private final AtomicBoolean durabilityQueued = new AtomicBoolean();

    private volatile long highWatermark;
    private volatile int leaderEpoch = NOT_LEADING;
    private volatile MarkerListener markerListener = (marker, result) -> {};
    private long durableEndOffset;

    /** Told, on the loop, of each end of a transaction that this partition's log has taken. */
    @FunctionalInterface
    interface MarkerListener {

        /** The marker is appended; it may not be safe yet. */
        void appended(TransactionMarker marker, AppendResult result);
    }

    PartitionHost(PartitionLog log, NetworkLoop loop, SteadyClock clock) {
        this.log = log;
        this.loop = loop;
        this.clock = clock;
        this.highWatermark = log.highWatermark();
        this.replica = new PartitionReplica(highWatermark);
        this.produces = new ParkedProduces(loop, clock);
        this.undurable = new ParkedProduces(loop, clock);
        log.onDurable((durableLog, offset) -> durabilityMoved());
    }

    /** The log; its readers may run on any thread. */
    public PartitionLog log() {
        return log;
    }

    /** The loop that owns this partition. */
    public NetworkLoop loop() {
        return loop;
    }

    /** Any thread. Records below it are safe and may be read. */
    public long highWatermark() {
        return highWatermark;
    }

    /** Any thread. Readers of committed records may read what is below it; moves only when the high watermark does. */
    public long lastStableOffset() {
        return log.lastStableOffset();
    }

    /** Any thread. The term in which this broker leads, or {@link #NOT_LEADING}. */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /** Any thread. Replaces the one listener. */
    void onMarker(MarkerListener listener) {
        markerListener = listener;
    }

    /** On the loop. Leads from now on in this term, with this ISR. */
    void lead(int newLeaderEpoch, List<Integer> isr, int minInsyncReplicas) {
        if (newLeaderEpoch > leaderEpoch) {
            log.beginLeaderEpoch(newLeaderEpoch);
        }
        durableEndOffset = log.durableEndOffset();
        var event = new ReplicaEvent.LedBySelf(newLeaderEpoch, isr, minInsyncReplicas, durableEndOffset);
        apply(replica.step(event));
        leaderEpoch = replica.leadingEpoch().orElse(NOT_LEADING);
    }

    /** On the loop. Refuses writes from now on and answers those that wait. */
    void stop(Errors reason) {
        leaderEpoch = NOT_LEADING;
        apply(replica.step(new ReplicaEvent.Stopped(reason)));
        undurable.lost(reason);
        fetches.wakeAll();
    }

    /**
     * On the loop. Appends one batch of a client and answers when it is as safe as was asked for, or after {@code withinMs}. What
     * was only appended is in memory: that is no answer to {@code acks=1}.
     */
    public void append(ByteBuffer batch, Acknowledgement wanted, long withinMs, Consumer<AppendOutcome> answer) {
        AppendOutcome outcome = appendNow(batch, AppendOrigin.CLIENT, wanted == Acknowledgement.ALL);
        if (wanted == Acknowledgement.NONE || outcome.error() != Errors.NONE) {
            answer.accept(outcome);
        } else if (wanted == Acknowledgement.ALL) {
            whenSafe(outcome.result(), withinMs, answer);
        } else {
            undurable.park(outcome.result(), Math.max(withinMs, LOCAL_DISK_MS), answer);
        }
        becameDurable();
    }

    /** On the loop. Appends one batch; with {@code needsIsr} only while enough replicas are in sync. */
    AppendOutcome appendNow(ByteBuffer batch, AppendOrigin origin, boolean needsIsr) {
        return appendNow(
                needsIsr, () -> log.append(batch, leaderEpoch, clock.wall().millis(), origin));
    }

    /**
     * On the loop. Ends a producer's transaction here and answers when the marker is safe, or after {@code withinMs}; asked again
     * for a marker that is there, it answers when that one is safe.
     *
     * @param producerEpoch with transactions of version 2 one more than the transaction's own
     */
    public void appendMarker(
            long producerId,
            short producerEpoch,
            int coordinatorEpoch,
            boolean commit,
            int transactionVersion,
            long withinMs,
            Consumer<AppendOutcome> answer) {
        var marker = new TransactionMarker(producerId, producerEpoch, coordinatorEpoch, commit, transactionVersion);
        appendMarker(marker, withinMs, answer);
    }

    /** On the loop. As the other one. */
    public void appendMarker(TransactionMarker marker, long withinMs, Consumer<AppendOutcome> answer) {
        AppendOutcome outcome = appendMarkerNow(marker);
        if (outcome.error() == Errors.NONE) {
            whenSafe(outcome.result(), withinMs, answer);
        } else {
            answer.accept(outcome);
        }
    }

    /** On the loop. Appends the marker; whoever needs to know that it is safe follows up with {@link #whenSafe}. */
    AppendOutcome appendMarkerNow(TransactionMarker marker) {
        gates.ending(marker);
        AppendOutcome outcome = appendNow(
                true, () -> log.appendMarker(marker, leaderEpoch, clock.wall().millis()));
        if (outcome.error() == Errors.NONE && !outcome.result().duplicate()) {
            markerListener.appended(marker, outcome.result());
        }
        return outcome;
    }

    private AppendOutcome appendNow(boolean needsIsr, Supplier<AppendResult> append) {
        Errors refusal = needsIsr ? replica.refusalOfSafeWrite() : notLeading();
        if (refusal != Errors.NONE) {
            return AppendOutcome.refused(refusal, refusal.message());
        }
        try {
            return AppendOutcome.done(append.get());
        } catch (LogException e) {
            // A full disk takes the append back; whatever else a disk does may have come after the write.
            return e instanceof StorageException && !(e instanceof DiskFullException)
                    ? AppendOutcome.unknown(e.error(), e.getMessage())
                    : AppendOutcome.refused(e.error(), e.getMessage());
        } catch (RuntimeException unexpected) {
            LOGGER.error("An append failed. topic={} partition={}", log.topic(), log.partition(), unexpected);
            return AppendOutcome.unknown(Errors.UNKNOWN_SERVER_ERROR, Errors.UNKNOWN_SERVER_ERROR.message());
        }
    }

    /** On the loop. Answers when what was appended in this term is safe, or never will be, or after {@code withinMs}. */
    void whenSafe(AppendResult result, long withinMs, Consumer<AppendOutcome> answer) {
        long writeId = produces.park(result, withinMs, answer);
        apply(replica.step(new ReplicaEvent.WriteDeferred(writeId, leaderEpoch, result.lastOffset())));
        becameDurable();
    }

    /**
     * On the loop. Lets a producer's records into its transaction here: at once while the transaction has records here
     * already, else when the coordinator has admitted the partition (KIP-890). The answer comes on the loop.
     */
    public void enterTransaction(
            long producerId, short producerEpoch, TransactionGates.Coordinator coordinator, Consumer<Errors> answer) {
        boolean inside = log.ongoingTransaction(producerId)
                .filter(ongoing -> ongoing.producerEpoch() == producerEpoch)
                .isPresent();
        if (inside) {
            answer.accept(Errors.NONE);
        } else {
            gates.pass(loop, producerId, producerEpoch, coordinator, answer);
        }
    }

    /** Any thread. Runs {@code wake} on this partition's loop at every move, until {@link #leave}. */
    public void park(Runnable wake) {
        fetches.park(wake);
    }

    /** Any thread. */
    public void leave(Runnable wake) {
        fetches.leave(wake);
    }

    private Errors notLeading() {
        return leaderEpoch == NOT_LEADING ? Errors.NOT_LEADER_OR_FOLLOWER : Errors.NONE;
    }

    /** On the group-commit thread: many commits may pass before the loop looks once. */
    private void durabilityMoved() {
        if (durabilityQueued.compareAndSet(false, true)) {
            try {
                loop.execute(() -> {
                    durabilityQueued.set(false);
                    becameDurable();
                });
            } catch (RejectedExecutionException brokerIsClosing) {
                durabilityQueued.set(false);
            }
        }
    }

    private void becameDurable() {
        long nowDurable = log.durableEndOffset();
        if (nowDurable > durableEndOffset) {
            durableEndOffset = nowDurable;
            apply(replica.step(new ReplicaEvent.BecameDurable(nowDurable)));
        }
        undurable.durableUpTo(nowDurable);
    }

    private void apply(List<ReplicaEffect> effects) {
        for (ReplicaEffect effect : effects) {
            if (effect instanceof ReplicaEffect.HighWatermarkMoved moved) {
                highWatermark = moved.highWatermark();
                log.updateHighWatermark(moved.highWatermark());
                fetches.wakeAll();
            } else if (effect instanceof ReplicaEffect.WritesSafe safe) {
                produces.safeUpTo(safe.lastWriteId());
            } else if (effect instanceof ReplicaEffect.WriteRefused refused) {
                produces.refuseLast(refused.writeId(), refused.error());
            } else if (effect instanceof ReplicaEffect.WritesLost lost) {
                produces.lost(lost.error());
            }
        }
    }
}
