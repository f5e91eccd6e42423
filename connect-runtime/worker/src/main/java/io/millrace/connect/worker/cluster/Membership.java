package io.millrace.connect.worker.cluster;

import io.millrace.connect.worker.config.GroupInstance;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This worker's place in the group. A thread polls a consumer that owns no partitions; a commit of a made-up offset every
 * heartbeat, which the broker refuses to strangers, proves that the place is still ours. Without a fresh proof the worker
 * must stop its work before the broker gives it to others.
 *
 * <p>The place is that of the worker's id (static membership, KIP-345): a worker that comes back after a kill takes it at
 * once, instead of waiting until the group misses its former life. A second worker of the same id takes it as well, and
 * the first one then stays out: two that run the same work would do all of it twice.
 */
final class Membership implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Membership.class);
    private static final long RETRY_PAUSE_MS = 500;
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private final MemberSettings settings;
    private final Runnable changed;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Presence presence;
    private final Thread thread;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final Roster.Member self;
    private volatile Roster roster = Roster.EMPTY;
    private volatile long provedNanos;
    private volatile boolean closed;
    private volatile boolean replaced;
    private boolean wasCertain;
    /** How often this worker has joined. */
    private int attempts;
    /** Whether the group still shows a former run of this worker. */
    private boolean outlived;

    /** {@code changed} is called when members come or go, and when certainty is lost or found. */
    Membership(MemberSettings settings, Presence presence, Runnable changed) {
        this.settings = settings;
        this.presence = presence;
        this.changed = changed;
        this.self =
                new Roster.Member(settings.url().toString(), UUID.randomUUID().toString());
        Map<String, Object> config = new HashMap<>(settings.consumer());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group().groupId());
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, GroupInstance.of("worker-", settings.workerId()));
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(WorkerAssignor.class));
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, settings.group().sessionTimeoutMs());
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, settings.group().heartbeatIntervalMs());
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, settings.group().rebalanceTimeoutMs());
        config.put(WorkerAssignor.MEMBERSHIP, this);
        this.consumer = new KafkaConsumer<>(config);
        this.thread = new Thread(this::run, "connect-member-" + settings.workerId());
        thread.setDaemon(true);
    }

    /** Joins; the future completes with the first generation. */
    CompletableFuture<Void> start() {
        thread.start();
        return first;
    }

    String workerId() {
        return settings.workerId();
    }

    /** On the polling thread, whenever the member joins. */
    ByteBuffer introduction() {
        settings.rebalances().joining();
        return Roster.introduce(settings.workerId(), self, ++attempts);
    }

    Roster roster() {
        return roster;
    }

    /** Whether the broker has lately treated this worker as a member. */
    boolean certain() {
        long ageMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - provedNanos);
        return roster.generation() >= 0 && ageMs < certaintyMs();
    }

    /** Whether another worker of this one's id has taken its place, for good. */
    boolean replaced() {
        return replaced;
    }

    /** When the broker last did so. */
    Instant provedAt() {
        return Instant.now().minusNanos(System.nanoTime() - provedNanos);
    }

    /** Less than the session timeout, so that tasks have begun to stop before somebody else may start them. */
    private long certaintyMs() {
        return settings.group().sessionTimeoutMs() * 4L / 5;
    }

    /** On the polling thread, from the assignor. */
    void joined(Roster joined) {
        outlived = !self.equals(joined.members().get(settings.workerId()));
        if (outlived) {
            return;
        }
        roster = joined;
        provedNanos = System.nanoTime();
        settings.rebalances()
                .joined(
                        joined.generation(),
                        joined.url(joined.leader()).map(URI::toString).orElse(""));
        LOGGER.info(
                "joined generation={} leader={} members={}",
                joined.generation(),
                joined.leader(),
                joined.members().keySet());
        changed.run();
    }

    private void run() {
        consumer.subscribe(List.of(settings.topic()));
        while (!closed && !replaced) {
            try {
                consumer.poll(Duration.ofMillis(settings.group().heartbeatIntervalMs() / 3 + 1));
                if (outlived) {
                    outlived = false;
                    consumer.enforceRebalance("a worker has come back to its place");
                }
                if (roster.generation() >= 0) {
                    first.complete(null);
                    prove();
                }
            } catch (WakeupException e) {
                LOGGER.trace("member woken up");
            } catch (FencedInstanceIdException e) {
                giveUp(e);
            } catch (InconsistentGroupProtocolException e) {
                first.completeExceptionally(new ConnectException(
                        "The group \"" + settings.group().groupId()
                                + "\" is in use by workers or consumers of another kind,"
                                + " probably by a running Kafka Connect cluster. Stop those before this worker takes over"
                                + " their topics, or choose another group.id.",
                        e));
                pause();
            } catch (RuntimeException e) {
                LOGGER.warn(
                        "group cannot be reached, trying again group={}",
                        settings.group().groupId(),
                        e);
                pause();
            }
            tellCertainty();
        }
        // A worker that was replaced must not take its successor's place from the group.
        consumer.close(CloseOptions.groupMembershipOperation(
                replaced ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP));
    }

    private void giveUp(FencedInstanceIdException cause) {
        LOGGER.error(
                "another worker has joined the group with this worker's address, work stops worker={} group={};"
                        + " give each worker an address of its own (rest.advertised.host.name and .port)",
                settings.workerId(),
                settings.group().groupId(),
                cause);
        replaced = true;
        provedNanos = System.nanoTime()
                - TimeUnit.MILLISECONDS.toNanos(settings.group().sessionTimeoutMs());
        first.completeExceptionally(new ConnectException(
                "Another worker of the group \"" + settings.group().groupId() + "\" has the address "
                        + settings.workerId()
                        + " too. Give each worker an address of its own (rest.advertised.host.name and"
                        + " rest.advertised.port).",
                cause));
    }

    private void prove() {
        long askedNanos = System.nanoTime();
        long ageMs = TimeUnit.NANOSECONDS.toMillis(askedNanos - provedNanos);
        if (ageMs < settings.group().heartbeatIntervalMs()) {
            return;
        }
        TopicPartition partition = new TopicPartition(settings.topic(), 0);
        consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(0)), (offsets, failure) -> {
            if (failure == null) {
                provedNanos = Math.max(provedNanos, askedNanos);
            }
        });
        if (ageMs > certaintyMs() / 2
                && presence.listed(
                        settings.group().groupId(), consumer.groupMetadata().memberId())) {
            // While others take their time to join, commits are held back by the client; the broker's list tells too.
            provedNanos = Math.max(provedNanos, askedNanos);
        }
    }

    private void tellCertainty() {
        boolean now = certain();
        if (now != wasCertain) {
            wasCertain = now;
            if (!now && !closed) {
                LOGGER.warn("membership is not certain any more, work stops worker={}", settings.workerId());
            }
            changed.run();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
