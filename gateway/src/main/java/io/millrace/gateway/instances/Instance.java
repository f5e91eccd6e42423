package io.millrace.gateway.instances;

import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.consume.Turns;
import io.millrace.gateway.kafka.ClientSettings;
import io.millrace.gateway.rights.Caller;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's consumer. What is done with it is done one at a time. While no read is under way all partitions are paused, so
 * that the group can be kept up with without taking records. Any thread.
 */
final class Instance implements ConsumerRebalanceListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Instance.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final String group;
    private final InstanceConfig config;
    private final ClientSettings settings;
    private final Turns turns;
    private volatile long usedNanos = System.nanoTime();
    private volatile Caller user;
    private volatile boolean stopping;
    private volatile TopicPattern pattern;
    /** Of the thread whose turn it is, as all below. */
    private KafkaConsumer<byte[], byte[]> consumer;

    /** Where the first records lie that the read under way has polled, and its client may never get. */
    private final Map<TopicPartition, Long> underWay = new HashMap<>();

    private boolean reading;
    private boolean closed;
    private boolean complained;

    Instance(Caller user, String group, InstanceConfig config, ClientSettings settings, ConsumerThreads threads) {
        this.user = user;
        this.group = group;
        this.config = config;
        this.settings = settings;
        this.turns = new Turns(threads, "consumer instance");
    }

    String group() {
        return group;
    }

    InstanceConfig config() {
        return config;
    }

    /** Whose it is, and where he last was. */
    Caller user() {
        return user;
    }

    /** When a client last asked for it. */
    long usedNanos() {
        return usedNanos;
    }

    void used() {
        usedNanos = System.nanoTime();
    }

    /** By him, from where he is now. */
    void used(Caller by) {
        user = by;
        used();
    }

    /** Does something with the consumer when it is its turn; 429 when too much waits. */
    <T> CompletableFuture<T> run(Function<KafkaConsumer<byte[], byte[]>, T> task) {
        return turns.take(told(() -> task.apply(open())));
    }

    private static <T> Supplier<T> told(Supplier<T> task) {
        return () -> {
            try {
                return task.get();
            } catch (IllegalStateException e) {
                // Kafka's consumer says so what it cannot do now.
                throw InstanceProblems.illegalState(e.getMessage());
            } catch (InvalidOffsetException e) {
                throw InstanceProblems.noPosition(e);
            }
        };
    }

    private KafkaConsumer<byte[], byte[]> open() {
        if (stopping || turns.areOver()) {
            throw InstanceProblems.stopping();
        }
        if (closed) {
            throw InstanceProblems.notFound();
        }
        if (consumer == null) {
            consumer = new KafkaConsumer<>(
                    settings.member(
                            group,
                            Map.of(
                                    "auto.offset.reset", config.offsetReset(),
                                    "enable.auto.commit", config.autoCommit())),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }
        return consumer;
    }

    /** In its turn: takes a read under way; one at a time. */
    void beginRead() {
        if (reading) {
            throw new IllegalStateException("another request reads this instance");
        }
        reading = true;
    }

    /** In its turn: records that are there now. */
    ConsumerRecords<byte[], byte[]> poll() {
        if (pattern != null && consumer.subscription().isEmpty()) {
            return ConsumerRecords.empty();
        }
        consumer.resume(consumer.paused());
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ZERO);
        polled.partitions()
                .forEach(each ->
                        underWay.putIfAbsent(each, polled.records(each).get(0).offset()));
        return polled;
    }

    /**
     * The read is over, and goes on there, where these differ from what was polled. Never refused: nobody could read any
     * more, and what was polled would be passed over.
     */
    CompletableFuture<Void> endRead(Map<TopicPartition, Long> positions) {
        return turns.finish(told(() -> {
            open();
            restAt(positions);
            return null;
        }));
    }

    private void restAt(Map<TopicPartition, Long> positions) {
        reading = false;
        underWay.clear();
        seek(positions);
        consumer.pause(consumer.assignment());
    }

    private void seek(Map<TopicPartition, Long> positions) {
        positions.forEach((partition, offset) -> {
            // What another member has got meanwhile is its business.
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
    }

    /** While nobody reads: keeps the place in the group, and takes no records. */
    void keepUp() {
        if (turns.areBusy()) {
            return;
        }
        var unused = turns.take(told(() -> {
                    if (consumer != null
                            && !stopping
                            && !reading
                            && !consumer.subscription().isEmpty()) {
                        consumer.pause(consumer.assignment());
                        consumer.poll(Duration.ZERO);
                    }
                    complained = false;
                    return complained;
                }))
                .exceptionally(this::complain);
    }

    /** Once, until all is well again: the client hears of it when it reads. */
    private boolean complain(Throwable failure) {
        if (!complained) {
            LOGGER.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("instance", config.name())
                    .setCause(failure)
                    .log("a consumer instance failed while nobody read from it");
        }
        complained = true;
        return complained;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (!reading) {
            consumer.pause(partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // Positions that were to be committed are committed by the consumer itself.
    }

    /** The names of topics that it follows, or null. */
    TopicPattern pattern() {
        return pattern;
    }

    /** In its turn. */
    void follow(TopicPattern followed) {
        this.pattern = followed;
    }

    /** Subscribes to those of all topics that match its pattern and that its user may read. */
    void subscribe(Collection<String> topics, InstanceRights rights) {
        var unused = run(open -> {
                    if (pattern != null) {
                        open.subscribe(rights.readable(this, pattern.matching(topics)), this);
                    }
                    return complained;
                })
                .exceptionally(this::complain);
    }

    /** Ends reads that wait; nothing more is done with the consumer. */
    void stop() {
        stopping = true;
    }

    /** Leaves the group, after what waits and however much that is; completes when that is done. */
    CompletableFuture<Void> close() {
        return turns.finish(told(() -> {
            closeNow(CLOSE_TIMEOUT);
            return null;
        }));
    }

    /** In its turn, or when the threads have ended. */
    void closeNow(Duration timeout) {
        closed = true;
        if (consumer != null) {
            // It commits where it stands.
            seek(underWay);
            consumer.close(CloseOptions.timeout(timeout));
            consumer = null;
        }
    }
}
