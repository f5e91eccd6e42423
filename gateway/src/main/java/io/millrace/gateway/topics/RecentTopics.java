package io.millrace.gateway.topics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What this gateway made moments ago: topics, and partitions of topics. Brokers hear of them one after the other, and one
 * that has not yet is asked again, where it would say of others at once that they are not there. Any thread.
 */
public final class RecentTopics {
    /** Brokers that are not cut off from their controller hear of a topic sooner. */
    private static final long LAG_MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long PAUSE_MS = 50;
    private static final int REMEMBERED_MAX = 10_000;

    private final Map<String, Made> made = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    private record Made(int partitions, long nanos) {}

    /** A topic has so many partitions since now, or more. */
    void made(String topic, int partitions) {
        synchronized (made) {
            made.put(topic, new Made(partitions, System.nanoTime()));
        }
    }

    /** A topic is gone. */
    void deleted(String topic) {
        synchronized (made) {
            made.remove(topic);
        }
    }

    /** How many partitions a topic must have that was made moments ago; 0 for any other. */
    private int expected(String topic) {
        synchronized (made) {
            Made known = made.get(topic);
            if (known == null) {
                return 0;
            }
            if (System.nanoTime() - known.nanos() > LAG_MAX_NANOS) {
                made.remove(topic);
                return 0;
            }
            return known.partitions();
        }
    }

    /** Asks something of the cluster about a topic; again, for some seconds, while a broker has yet to hear of it. */
    public <T> CompletionStage<T> ask(String topic, Supplier<CompletionStage<T>> question) {
        return ask(topic, question.get(), question);
    }

    /** The same where the question is asked already, as one of many: {@code again} asks it alone. */
    public <T> CompletionStage<T> ask(String topic, CompletionStage<T> first, Supplier<CompletionStage<T>> again) {
        return ask(topic, first, again, found -> Integer.MAX_VALUE);
    }

    /** The same for an answer from which one sees how many partitions the broker knows of. */
    <T> CompletionStage<T> ask(String topic, Supplier<CompletionStage<T>> question, ToIntFunction<T> partitions) {
        return ask(topic, question.get(), question, partitions);
    }

    private <T> CompletionStage<T> ask(
            String topic, CompletionStage<T> first, Supplier<CompletionStage<T>> again, ToIntFunction<T> partitions) {
        return first.handle((found, failure) -> {
                    int expected = expected(topic);
                    boolean unheard = failure == null
                            ? partitions.applyAsInt(found) < expected
                            : expected > 0 && Topics.cause(failure) instanceof UnknownTopicOrPartitionException;
                    if (unheard) {
                        return later().thenCompose(now -> ask(topic, again.get(), again, partitions));
                    }
                    return failure == null
                            ? CompletableFuture.completedFuture(found)
                            : CompletableFuture.<T>failedFuture(failure);
                })
                .thenCompose(Function.identity());
    }

    private static CompletableFuture<Void> later() {
        Executor delayed = CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, delayed);
    }
}
