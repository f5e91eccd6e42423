package io.millrace.gateway.consume;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.ClientSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;

/**
 * The consumers of reads by offset. One that was read from before is kept a while, at its place, for whoever goes on there.
 * Any thread.
 */
final class ReadPool implements AutoCloseable {
    private static final long IDLE_MAX_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** As long, the fetch that it sent ahead may keep the broker from answering another. */
    private static final long FETCH_AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ClientSettings settings;
    private final int consumersMax;
    /** The one that is idle for longest first. */
    private final Deque<PooledConsumer> idle = new ArrayDeque<>();

    private int made;
    private boolean closed;

    ReadPool(ClientSettings settings, int consumersMax) {
        this.settings = settings;
        this.consumersMax = consumersMax;
    }

    /** One for reading there; 429 when all are in use. */
    PooledConsumer take(TopicIdPartition partition, long offset, IsolationLevel isolation) {
        discardOthers(partition);
        PooledConsumer surplus;
        PooledConsumer taken;
        synchronized (this) {
            if (closed) {
                throw stopping();
            }
            PooledConsumer known = idle(partition, offset, isolation);
            if (known != null) {
                return known;
            }
            surplus = made < consumersMax ? null : idle.poll();
            if (surplus == null && made == consumersMax) {
                throw HttpProblemException.passing(
                        429, 42902, "All " + consumersMax + " consumers of this gateway (max.consumers) are reading");
            }
            made += surplus == null ? 1 : 0;
            taken = new PooledConsumer(settings, isolation);
        }
        if (surplus != null) {
            surplus.close();
        }
        return taken;
    }

    /**
     * Those of a topic that is gone and had the same name. Their next poll could be of that one, as an answer to their last
     * fetch may have come by now.
     */
    private void discardOthers(TopicIdPartition partition) {
        List<PooledConsumer> others = new ArrayList<>();
        synchronized (this) {
            idle.removeIf(each -> each.isOfAnother(partition) && others.add(each));
        }
        others.forEach(this::discard);
    }

    private PooledConsumer idle(TopicIdPartition partition, long offset, IsolationLevel isolation) {
        PooledConsumer best = null;
        long now = System.nanoTime();
        for (PooledConsumer each : idle) {
            if (each.isolation() != isolation) {
                continue;
            }
            if (each.standsAt(partition, offset)) {
                best = each;
                break;
            }
            boolean free = now - each.idleSinceNanos() > FETCH_AHEAD_NANOS || made == consumersMax;
            if (best == null && free) {
                best = each;
            }
        }
        if (best != null) {
            idle.remove(best);
        }
        return best;
    }

    /** Back, for others. */
    void give(PooledConsumer consumer) {
        consumer.rest(System.nanoTime());
        synchronized (this) {
            if (!closed) {
                idle.add(consumer);
                return;
            }
        }
        discard(consumer);
    }

    /** After a failure, or at the end. */
    void discard(PooledConsumer consumer) {
        synchronized (this) {
            made--;
        }
        consumer.close();
    }

    /** Closes those that nobody used for a while. */
    void closeIdle() {
        List<PooledConsumer> old = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (this) {
            for (Iterator<PooledConsumer> each = idle.iterator(); each.hasNext(); ) {
                PooledConsumer consumer = each.next();
                if (now - consumer.idleSinceNanos() > IDLE_MAX_NANOS) {
                    each.remove();
                    old.add(consumer);
                }
            }
        }
        old.forEach(this::discard);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    static HttpProblemException stopping() {
        return HttpProblemException.passing(503, 503, "This gateway is stopping; ask another one");
    }

    /** Those in use are closed by their users, who see it. */
    @Override
    public void close() {
        List<PooledConsumer> resting;
        synchronized (this) {
            closed = true;
            resting = List.copyOf(idle);
            idle.clear();
        }
        resting.forEach(this::discard);
    }
}
