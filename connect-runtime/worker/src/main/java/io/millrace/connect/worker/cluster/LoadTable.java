package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.placement.Loads;
import io.millrace.connect.plan.placement.WorkerLoad;
import io.millrace.connect.worker.log.LoadCodec;
import io.millrace.connect.worker.log.LogListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the workers say that their tasks cost. A worker that has said nothing for a while counts as one that says nothing:
 * it may be of a version that does not know how.
 */
public final class LoadTable implements LogListener {

    private final long lifeMs;
    private final LongSupplier nanos;
    private final Map<String, Told> told = new HashMap<>();

    private record Told(WorkerLoad load, long heardNanos) {}

    /** What was said counts for {@code lifeMs}. */
    LoadTable(long lifeMs, LongSupplier nanos) {
        this.lifeMs = lifeMs;
        this.nanos = nanos;
    }

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        LoadCodec.worker(entry.key()).ifPresent(worker -> heard(worker, entry.value()));
    }

    private synchronized void heard(String worker, byte[] value) {
        if (value == null) {
            told.remove(worker);
        } else {
            told.put(worker, new Told(LoadCodec.read(value), nanos.getAsLong()));
        }
    }

    /** All that counts. */
    synchronized Loads loads() {
        long nowNanos = nanos.getAsLong();
        Map<String, WorkerLoad> counting = new HashMap<>();
        told.forEach((worker, its) -> {
            if (TimeUnit.NANOSECONDS.toMillis(nowNanos - its.heardNanos()) < lifeMs) {
                counting.put(worker, its.load());
            }
        });
        return new Loads(counting);
    }

    /** Whose records are in the topic. */
    synchronized Set<String> workers() {
        return new TreeSet<>(told.keySet());
    }
}
