package io.millrace.gateway.instances;

import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.consume.Turns;
import io.millrace.gateway.kafka.ClientSettings;
import io.millrace.gateway.rights.Caller;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's consumer. What is done with it is done one at a time. Any thread. */
final class Instance {
    private static final Logger LOGGER = LoggerFactory.getLogger(Instance.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    /** Kafka's own default. */
    private static final long COMMIT_INTERVAL_MS = 5_000;

    private static final long SETTLE_MS = 5_000;
    private static final CompletableFuture<Void> NO_ANSWER = CompletableFuture.completedFuture(null);

    private final String group;
    private final InstanceConfig config;
    private final ClientSettings settings;
    private final Turns turns;
    private volatile long usedNanos = System.nanoTime();
    private volatile Caller user;
    private volatile boolean stopping;
    private volatile TopicPattern pattern;
    /** Completes when the answer that is on its way is with its client, or will never be. */
    private volatile CompletableFuture<Void> answer = NO_ANSWER;
    /** Of the thread whose turn it is, as all below; null before it is needed first. */
    private Reading reading;

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
        return turns.take(told(() -> task.apply(open().consumer())));
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

    private Reading open() {
        if (stopping || turns.areOver()) {
            throw InstanceProblems.stopping();
        }
        if (closed) {
            throw InstanceProblems.notFound();
        }
        if (reading == null) {
            Map<String, Object> member = settings.member(
                    group, Map.of("auto.offset.reset", config.offsetReset(), "enable.auto.commit", false));
            KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(member, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            Object interval = member.getOrDefault("auto.commit.interval.ms", COMMIT_INTERVAL_MS);
            reading = new Reading(
                    consumer,
                    new DeliveredPositions(consumer, config.autoCommit(), Long.parseLong(interval.toString())));
        }
        return reading;
    }

    /** In its turn: what is under way. */
    Reading reading() {
        return reading;
    }

    /** In its turn: records that are there now. */
    ConsumerRecords<byte[], byte[]> poll() {
        boolean nothingMatches =
                pattern != null && reading.consumer().subscription().isEmpty();
        return nothingMatches ? ConsumerRecords.empty() : reading.poll();
    }

    /**
     * The read is over, and goes on there, where these differ from what was polled. Never refused: nobody could read any
     * more, and what was polled would be passed over.
     *
     * @param answered whether there are records that go to the client now; then {@link #answered} must come
     */
    CompletableFuture<Void> endRead(Map<TopicPartition, Long> places, boolean answered) {
        return turns.finish(told(() -> {
            open().end(places, answered);
            answer = answered ? new CompletableFuture<>() : NO_ANSWER;
            return null;
        }));
    }

    /** The answer of the last read is with its client, or will never be. */
    void answered(boolean delivered) {
        var unused = turns.finish(told(() -> {
                    try {
                        if (!closed) {
                            reading.answered(delivered);
                        }
                    } finally {
                        answer.complete(null);
                    }
                    return complained;
                }))
                .exceptionally(this::complain);
    }

    /**
     * When no answer is on its way: a client that has it goes on before the gateway knows that he has. Soon in any case,
     * though a client who does not read it keeps it there.
     */
    CompletableFuture<Void> settled() {
        CompletableFuture<Void> last = answer;
        return last.isDone() ? last : last.copy().completeOnTimeout(null, SETTLE_MS, TimeUnit.MILLISECONDS);
    }

    /** While nobody reads: keeps the place in the group, and takes no records. */
    void keepUp() {
        if (turns.areBusy()) {
            return;
        }
        var unused = turns.take(told(() -> {
                    if (reading != null && !stopping) {
                        reading.keepUp();
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
                        open.subscribe(rights.readable(this, pattern.matching(topics)), reading);
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
        return settled()
                .thenCompose(done -> turns.finish(told(() -> {
                    closeNow(CLOSE_TIMEOUT);
                    return null;
                })));
    }

    /**
     * The same when the threads have ended, and returns when it is done.
     *
     * @throws IllegalStateException when that takes too long; it is done later then, if ever
     */
    void sayFarewell(Duration timeout) {
        Duration half = timeout.dividedBy(2);
        try {
            // What goes to a client at this moment should be committed as his.
            answer.copy()
                    .completeOnTimeout(null, half.toNanos(), TimeUnit.NANOSECONDS)
                    .get();
            turns.finish(told(() -> {
                        closeNow(half);
                        return true;
                    }))
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a consumer instance of " + group + " could not be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In its turn. */
    void closeNow(Duration timeout) {
        closed = true;
        if (reading != null) {
            reading.close(timeout);
            reading = null;
        }
    }
}
