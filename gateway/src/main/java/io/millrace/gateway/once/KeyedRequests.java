package io.millrace.gateway.once;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.metrics.GatewayMetrics;
import io.millrace.http.listen.Entrance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** Does each request with a key once, among all nodes that share the topic of answers. Any thread. */
public final class KeyedRequests implements AutoCloseable {
    private static final int WAITING_MAX = 100;
    private static final long CLOSE_MAX_MS = 5_000;
    private static final long IDLE_S = 60;

    private final Clients clients;
    private final OnceConfig config;
    private final GatewayMetrics metrics;
    private final ResultTopic topic;
    private final Map<Integer, Running> slots = new HashMap<>();
    private boolean closed;

    /** A slot and the thread that it belongs to. */
    private record Running(ResultSlot slot, ThreadPoolExecutor thread) {}

    public KeyedRequests(Clients clients, OnceConfig config, GatewayMetrics metrics) {
        this.clients = clients;
        this.metrics = metrics;
        this.config = config;
        this.topic = new ResultTopic(clients, config);
    }

    /**
     * The answer of the first request of this caller with this key for this topic, which this may be.
     *
     * @param body of the request, which is another one if it differs
     */
    public CompletionStage<Answer> answer(Exchange exchange, String key, byte[] body, Work work) {
        Digest scoped = Digest.of(Entrance.caller(exchange.context()), exchange.part("topic"), key);
        Digest request = Digest.of(
                exchange.context().path(),
                String.valueOf(exchange.context().query()),
                exchange.contentType().map(Object::toString).orElse(""),
                body);
        return topic.partitions().thenCompose(count -> {
            Running running = running(Math.floorMod(Long.hashCode(scoped.high()), count), count);
            try {
                return CompletableFuture.supplyAsync(
                        () -> answer(running.slot(), scoped, request, work), running.thread());
            } catch (RejectedExecutionException e) {
                throw HttpProblemException.passing(
                        429, 42903, "More than " + WAITING_MAX + " requests wait for a transaction");
            }
        });
    }

    private Answer answer(ResultSlot slot, Digest key, Digest request, Work work) {
        CountedWork counted = new CountedWork(work);
        Answer found = slot.answer(key, request, counted);
        if (!found.replayed()) {
            metrics.produced(counted.count());
        }
        return found;
    }

    private Running running(int number, int count) {
        synchronized (slots) {
            if (closed) {
                throw new IllegalStateException("the gateway is closed");
            }
            return slots.computeIfAbsent(number, absent -> start(number, count));
        }
    }

    private Running start(int number, int count) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_S,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                work -> new Thread(work, "gateway-answers-" + number));
        thread.allowCoreThreadTimeOut(true);
        TopicPartition partition = new TopicPartition(config.topic(), number);
        return new Running(new ResultSlot(clients.settings(), config, partition, count), thread);
    }

    /** What is under way is waited for some seconds; what is cut off is as if the node had died. */
    @Override
    public void close() {
        List<Running> open;
        synchronized (slots) {
            closed = true;
            open = new ArrayList<>(slots.values());
            slots.clear();
        }
        // They end side by side, in one time for all.
        open.forEach(each -> each.thread().shutdown());
        List<Running> ended = ended(open);
        open.forEach(each -> each.thread().shutdownNow());
        ended.addAll(ended(open.stream().filter(each -> !ended.contains(each)).toList()));
        ended.forEach(each -> each.slot().close());
    }

    /** Those that end in time. */
    private static List<Running> ended(List<Running> open) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MAX_MS);
        List<Running> ended = new ArrayList<>();
        try {
            for (Running each : open) {
                if (each.thread().awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    ended.add(each);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }
}
