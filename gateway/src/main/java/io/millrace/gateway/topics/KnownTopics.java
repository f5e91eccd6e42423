package io.millrace.gateway.topics;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.KafkaProblems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * How many partitions topics have, asked of the cluster and remembered for some seconds. So a record for a topic that does
 * not exist is refused at once, where the producer would wait, and perhaps create it. Any thread.
 */
public final class KnownTopics {
    private static final int REMEMBERED_MAX = 10_000;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Topics topics;
    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    private record Seen(int partitions, long nanos) {}

    public KnownTopics(Topics topics) {
        this.topics = topics;
    }

    /** The number of partitions; fails with 404 when there is no such topic. */
    public CompletionStage<Integer> partitions(String topic) {
        synchronized (seen) {
            Seen known = seen.get(topic);
            if (known != null && System.nanoTime() - known.nanos() < FRESH_NANOS) {
                return CompletableFuture.completedFuture(known.partitions());
            }
        }
        return topics.find(topic).thenApply(found -> {
            int partitions = found.partitions().size();
            synchronized (seen) {
                seen.put(topic, new Seen(partitions, System.nanoTime()));
            }
            return partitions;
        });
    }

    /** Fails with 404 when there is no such topic or partition; one that was added lately is there. */
    public CompletionStage<Void> require(TopicPartition partition) {
        String topic = partition.topic();
        return partitions(topic).thenCompose(known -> {
            if (partition.partition() < known) {
                return CompletableFuture.completedFuture(null);
            }
            forget(topic);
            return partitions(topic).thenAccept(now -> require(partition.partition(), now));
        });
    }

    /** Refuses a partition that a topic of so many does not have. */
    public static void require(int partition, int partitions) {
        if (partition < 0 || partition >= partitions) {
            throw new HttpProblemException(
                    404, KafkaProblems.PARTITION_NOT_FOUND, "Partition not found: there are " + partitions + ".");
        }
    }

    /** What is known of a topic that was deleted or created. */
    public void forget(String topic) {
        synchronized (seen) {
            seen.remove(topic);
        }
    }
}
