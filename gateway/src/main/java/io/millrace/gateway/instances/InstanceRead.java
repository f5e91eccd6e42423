package io.millrace.gateway.instances;

import io.millrace.gateway.consume.AnswerBytes;
import io.millrace.gateway.consume.Chain;
import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.records.RecordWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One read of an instance: takes what is there within its bounds, and waits for its first bytes. What the client does not get
 * in the end, the instance reads again.
 */
final class InstanceRead {
    private final Instance instance;
    private final Chain chain;
    private final InstanceRights rights;
    private final Bounds bounds;
    private final AnswerBytes answer;
    private final CompletableFuture<?> gone;
    private final CompletableFuture<InstanceRead> result = new CompletableFuture<>();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    /** Where records lie that were polled and for which there was no room. */
    private final Map<TopicPartition, Long> surplus = new HashMap<>();

    private final long deadlineNanos;
    private long bytes;
    private boolean begun;
    /** It takes and lets go of nothing more. */
    private boolean whole;

    private int emptyInARow;

    /** How much a read takes, and until when it waits for how much. */
    record Bounds(int bytes, int bytesMin, long timeoutMs) {}

    private InstanceRead(
            Instance instance,
            ConsumerThreads threads,
            InstanceRights rights,
            Bounds bounds,
            AnswerBytes answer,
            CompletableFuture<?> gone) {
        this.instance = instance;
        this.chain = new Chain(threads, this::fail);
        this.rights = rights;
        this.bounds = bounds;
        this.answer = answer;
        this.gone = gone;
        this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(bounds.timeoutMs());
    }

    /** Completes with the read when it has all its records; it must be ended. */
    static CompletableFuture<InstanceRead> start(
            Instance instance,
            ConsumerThreads threads,
            InstanceRights rights,
            Bounds bounds,
            AnswerBytes answer,
            CompletableFuture<?> gone) {
        InstanceRead read = new InstanceRead(instance, threads, rights, bounds, answer, gone);
        read.chain.after(instance.settled(), done -> read.step());
        return read.result;
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** Whether there were records, and no room for any. */
    boolean isRefused() {
        return records.isEmpty() && answer.isRefused();
    }

    private void step() {
        chain.after(
                instance.run(consumer -> {
                    if (!begun) {
                        rights.beforeUse(instance, consumer);
                        instance.reading().begin(this);
                        begun = true;
                    }
                    return take();
                }),
                this::goOn);
    }

    /** In the instance's turn: how many records there were. */
    private int take() {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> each : instance.poll()) {
            count++;
            long size = RecordWriter.sizeBytes(each);
            boolean hasRoom = surplus.isEmpty() && (records.isEmpty() || bytes + size <= bounds.bytes());
            if (!hasRoom || !answer.tryTake(size)) {
                surplus.putIfAbsent(place(each), each.offset());
            } else {
                records.add(each);
                bytes += size;
            }
        }
        boolean enough = count == 0 && !records.isEmpty() && bytes >= bounds.bytesMin();
        boolean late = System.nanoTime() - deadlineNanos >= 0;
        whole = enough || late || gone.isDone() || !surplus.isEmpty() || bytes >= bounds.bytes();
        return count;
    }

    /** In the instance's turn: these partitions are let go of, and what was polled of them is another's to read. */
    void forget(Set<TopicPartition> partitions) {
        if (whole) {
            return;
        }
        surplus.keySet().removeAll(partitions);
        for (Iterator<ConsumerRecord<byte[], byte[]>> all = records.iterator(); all.hasNext(); ) {
            ConsumerRecord<byte[], byte[]> each = all.next();
            if (partitions.contains(place(each))) {
                all.remove();
                long size = RecordWriter.sizeBytes(each);
                bytes -= size;
                answer.give(size);
            }
        }
    }

    private void goOn(int taken) {
        emptyInARow = taken == 0 ? emptyInARow + 1 : 0;
        if (whole) {
            result.complete(this);
        } else if (taken > 0) {
            step();
        } else {
            chain.later(this::step, emptyInARow);
        }
    }

    private void fail(Throwable failure) {
        Throwable told = failure instanceof RejectedExecutionException ? InstanceProblems.stopping() : failure;
        if (!begun) {
            result.completeExceptionally(told);
            return;
        }
        var unused = end(0).whenComplete((done, other) -> result.completeExceptionally(told));
    }

    /** The read is over; so many of its records go to the client now, from the first on. */
    CompletableFuture<Void> end(int delivered) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        records.subList(delivered, records.size()).forEach(each -> positions.putIfAbsent(place(each), each.offset()));
        surplus.forEach(positions::putIfAbsent);
        return instance.endRead(positions, delivered > 0);
    }

    private static TopicPartition place(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
