package io.millrace.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * One batch each millisecond to one partition, and a consumer that waits for it: how long from the moment when a batch
 * should have been sent until the consumer has it. A sender that falls behind does not hide the delay.
 */
public final class PacedLoad {

    private static final long INTERVAL_NANOS = 1_000_000;

    /** The system wakes a thread later than it asked for: what is left is waited for awake, not to measure that. */
    private static final long SPIN_NANOS = 100_000;

    private static final int MAX_FETCH_BYTES = 1 << 20;
    private static final int MAX_WAIT_MS = 500;
    private static final long DRAIN_TIMEOUT_MS = 60_000;

    private final int port;
    private final String topic;
    private final int recordsPerBatch;
    private final ByteBuffer frame;

    /** The topic has one partition, and one record in it. */
    public PacedLoad(int port, String topic, int recordsPerBatch, int valueBytes) {
        this.port = port;
        this.topic = topic;
        this.recordsPerBatch = recordsPerBatch;
        MemoryRecords batch = Batches.of(recordsPerBatch, valueBytes);
        this.frame = Frames.produce(topic, 0, batch, (short) -1);
    }

    /** Sends {@code warmUp} batches and then {@code measured} ones, of which it keeps the latencies. */
    public Latencies run(int warmUp, int measured) throws IOException, InterruptedException {
        int total = warmUp + measured;
        AtomicLongArray dueNanos = new AtomicLongArray(total);
        try (RawConnection producing = RawConnection.open(port);
                RawConnection consuming = RawConnection.open(port)) {
            Thread sender = daemon(() -> send(producing, dueNanos), "paced-sender");
            Thread drain = daemon(() -> drain(producing, total), "paced-answers");
            drain.start();
            sender.start();
            Latencies latencies = consume(consuming, dueNanos, warmUp);
            sender.join(DRAIN_TIMEOUT_MS);
            drain.join(DRAIN_TIMEOUT_MS);
            return latencies;
        }
    }

    private Latencies consume(RawConnection connection, AtomicLongArray dueNanos, int warmUp) throws IOException {
        Latencies latencies = new Latencies(dueNanos.length() - warmUp);
        FetchStep fetch = new FetchStep(topic, 0, MAX_FETCH_BYTES, MAX_WAIT_MS, Long.MAX_VALUE);
        int seen = 0;
        while (seen < dueNanos.length()) {
            fetch.run(connection);
            long nowNanos = System.nanoTime();
            for (int arrived = (int) ((fetch.offset() - 1) / recordsPerBatch); seen < arrived; seen++) {
                if (seen >= warmUp) {
                    latencies.add(nowNanos - dueNanos.get(seen));
                }
            }
        }
        return latencies;
    }

    private void send(RawConnection connection, AtomicLongArray dueNanos) throws IOException {
        long startNanos = System.nanoTime() + INTERVAL_NANOS;
        for (int i = 0; i < dueNanos.length(); i++) {
            long due = startNanos + i * INTERVAL_NANOS;
            dueNanos.set(i, due);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                if (left > SPIN_NANOS) {
                    LockSupport.parkNanos(left - SPIN_NANOS);
                } else {
                    Thread.onSpinWait();
                }
            }
            connection.write(frame.duplicate());
        }
    }

    private static void drain(RawConnection connection, int total) throws IOException {
        for (int i = 0; i < total; i++) {
            connection.read();
        }
    }

    /** Something that a thread does with a connection. */
    private interface Work {
        void run() throws IOException;
    }

    private static Thread daemon(Work work, String name) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }
}
