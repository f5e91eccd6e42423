package io.millrace.gateway.events;

import io.millrace.gateway.consume.ReadSpots;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.KafkaProblems;
import io.millrace.gateway.topics.TopicPartitions;
import io.millrace.gateway.topics.Topics;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.Uuid;

/**
 * Looks after the topic of a stream, which its consumer would not tell: whether it is still there, how many partitions it has,
 * whether the cluster answers at all, and whether the caller may still read. Any thread.
 */
final class TopicWatch {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A broker that lags behind may not know a topic that was just created. */
    private static final int MISSES = 2;

    /** From here on it is the cluster's trouble, which may pass. */
    private static final int INTERNAL_ERROR = 500;

    private final Topics topics;
    private final Endpoints endpoints;
    private final String topic;
    private final Uuid id;
    private final Runnable permission;
    private final long patienceNanos;
    private long lookedNanos = System.nanoTime();
    private long unansweredSinceNanos;
    private boolean underWay;
    private boolean unanswered;
    private int missed;
    private int partitions;
    private HttpProblemException problem;

    /** {@code permission} throws when the caller may not read any more. */
    TopicWatch(Topics topics, Endpoints endpoints, String topic, Positions start, Runnable permission, int patienceMs) {
        this.topics = topics;
        this.endpoints = endpoints;
        this.topic = topic;
        this.id = start.topicId();
        this.partitions = start.partitions();
        this.permission = permission;
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMs);
    }

    /**
     * How many partitions the topic has; looks again from time to time, without waiting.
     *
     * @throws HttpProblemException when the stream must end
     */
    synchronized int partitions() {
        long now = System.nanoTime();
        if (!underWay && now - lookedNanos >= LOOK_NANOS) {
            lookedNanos = now;
            permission.run();
            if (!unanswered) {
                unansweredSinceNanos = now;
                unanswered = true;
            }
            underWay = true;
            var unused = topics.find(topic).handle((found, failure) -> {
                seen(found, failure);
                return null;
            });
        }
        if (problem != null) {
            throw problem;
        }
        if (unanswered && now - unansweredSinceNanos > patienceNanos) {
            throw HttpProblemException.passing(
                    503,
                    KafkaProblems.KAFKA_RETRIABLE_ERROR,
                    "The cluster has not answered for " + TimeUnit.NANOSECONDS.toSeconds(patienceNanos)
                            + " seconds; go on with Last-Event-ID when it is back");
        }
        return partitions;
    }

    /** What to tell a client whose next record is not there: either the records were deleted, or the topic was. */
    CompletionStage<HttpProblemException> whyOutside(OffsetOutOfRangeException outside) {
        long offset = outside.offsetOutOfRangePartitions().values().iterator().next();
        return whyGone()
                .thenApply(gone -> gone.orElseGet(
                        () -> ReadSpots.deleted(offset, "records up to there were deleted before they were read")));
    }

    /**
     * Asks the cluster whether the topic is gone, or another one has its name, where offsets do not mean what they did. What to
     * tell the client then; empty if it is the same, or nobody knows.
     */
    private CompletionStage<Optional<HttpProblemException>> whyGone() {
        return topics.find(topic).handle((found, failure) -> {
            if (failure == null) {
                return found.id().equals(id) ? Optional.empty() : Optional.of(replaced());
            }
            return Optional.of(endpoints.problem(failure)).filter(why -> why.code() == KafkaProblems.TOPIC_NOT_FOUND);
        });
    }

    private static HttpProblemException replaced() {
        return new HttpProblemException(
                404,
                KafkaProblems.TOPIC_NOT_FOUND,
                "The topic was deleted, and another one has its name; leave Last-Event-ID out to read that");
    }

    private synchronized void seen(TopicPartitions found, Throwable failure) {
        underWay = false;
        if (failure == null && found.id().equals(id)) {
            partitions = found.partitions().size();
            missed = 0;
            unanswered = false;
            return;
        }
        HttpProblemException why = failure == null ? replaced() : endpoints.problem(failure);
        boolean missing = why.code() == KafkaProblems.TOPIC_NOT_FOUND;
        missed += missing ? 1 : 0;
        boolean passes = missing ? missed < MISSES : why.status() >= INTERNAL_ERROR;
        if (!passes) {
            problem = why;
        }
    }
}
