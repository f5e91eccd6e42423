package io.millrace.gateway.groups;

import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.consume.Turns;
import io.millrace.gateway.kafka.ClientSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member, and his consumer while this gateway has his place. Between reads all partitions are paused. What is not said to be
 * of any thread belongs to the turns.
 */
final class GroupMember {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Membership membership;
    private final Map<String, Object> settings;
    private final Turns turns;
    private volatile long usedNanos = System.nanoTime();
    private volatile GroupRead reading;
    private KafkaConsumer<byte[], byte[]> consumer;
    private GroupPartitions partitions;
    private boolean closed;

    GroupMember(Membership membership, ClientSettings clients, GroupLimits limits, ConsumerThreads threads) {
        this.membership = membership;
        Map<String, Object> more = new HashMap<>();
        more.put("group.protocol", "classic");
        more.put("group.instance.id", membership.groupInstanceId());
        more.put("session.timeout.ms", limits.sessionTimeoutMs());
        // Who joins or leaves moves the partitions that must move, and the others' tokens stay whole.
        more.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        more.put("enable.auto.commit", false);
        // Where a group begins is committed at once: only what was deleted before it was read is passed over by this.
        more.put("auto.offset.reset", "earliest");
        more.put("isolation.level", membership.isolation().toString());
        this.settings = clients.member(membership.group(), more);
        this.turns = new Turns(threads, "member of the group");
    }

    Membership membership() {
        return membership;
    }

    /** When a request was last there; any thread. */
    long usedNanos() {
        return usedNanos;
    }

    /** Any thread. */
    void used() {
        usedNanos = System.nanoTime();
    }

    /** Whether nothing is done with it; any thread. */
    boolean isIdle() {
        return reading == null && !turns.areBusy();
    }

    /** Does something when it is its turn; any thread. */
    <T> CompletableFuture<T> inTurn(Supplier<T> task) {
        return turns.take(task);
    }

    /** Forgets what is known here, as it is of another topic; the next read finds it anew. Any thread. */
    CompletableFuture<?> forget() {
        return inTurn(() -> {
            release(false);
            return null;
        });
    }

    /** The read that goes on from here, as the last one does not; its partitions. */
    GroupPartitions begin(GroupRead read) {
        if (turns.areOver()) {
            throw GroupProblems.stopping();
        }
        if (reading != null && reading != read) {
            reading.supersede();
        }
        requireOpen();
        reading = read;
        if (consumer == null) {
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            partitions = new GroupPartitions(consumer, membership.fromEarliest());
            consumer.subscribe(membership.topics(), partitions);
        }
        return partitions;
    }

    /** Refuses to go on when the member has left. */
    void requireOpen() {
        if (closed) {
            throw GroupProblems.superseded();
        }
    }

    /** The threads have no place for it any more; any thread. */
    void abandon(GroupRead read) {
        if (reading == read) {
            reading = null;
        }
    }

    /** It is over, and what it polled may be lost. */
    void fail(GroupRead read) {
        if (reading == read && consumer != null) {
            partitions.forget();
        }
        end(read);
    }

    /** It is over, unless another has begun. */
    void end(GroupRead read) {
        if (reading == read) {
            reading = null;
            used();
            if (consumer != null) {
                partitions.rest();
            }
        }
    }

    /** While nobody reads. */
    void keepUp() {
        if (consumer != null && reading == null) {
            partitions.rest();
            partitions.poll();
            partitions.settle();
        }
    }

    /** Ends for good; the partitions are free at once only if it leaves. */
    void close(boolean leave) {
        closed = true;
        release(leave);
    }

    /** When the threads have ended: keeps its place for the gateway that its token is sent to next. */
    void endNow(Duration timeout) {
        closed = true;
        release(GroupMembershipOperation.REMAIN_IN_GROUP, timeout);
    }

    /** Lets go of the consumer; the next read makes another, which takes the member's place anew. */
    void release(boolean leave) {
        release(leave ? GroupMembershipOperation.LEAVE_GROUP : GroupMembershipOperation.REMAIN_IN_GROUP, CLOSE_TIMEOUT);
    }

    private void release(GroupMembershipOperation membershipOperation, Duration timeout) {
        if (consumer == null) {
            return;
        }
        KafkaConsumer<byte[], byte[]> released = consumer;
        consumer = null;
        released.close(
                CloseOptions.groupMembershipOperation(membershipOperation).withTimeout(timeout));
    }
}
