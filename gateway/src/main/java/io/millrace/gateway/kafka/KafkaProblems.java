package io.millrace.gateway.kafka;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.registry.serde.RegistryException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What failures of Kafka and of the registry mean over HTTP; the one place where exceptions become statuses. */
public final class KafkaProblems {
    /** REST Proxy's codes. */
    public static final int TOPIC_NOT_FOUND = 40401;

    public static final int PARTITION_NOT_FOUND = 40402;
    public static final int KAFKA_ERROR = 50002;
    public static final int KAFKA_RETRIABLE_ERROR = 50003;

    private KafkaProblems() {}

    /** Null when the failure is nobody's but ours. */
    public static HttpProblemException of(Throwable failure) {
        if (failure instanceof RegistryException registry) {
            return ofRegistry(registry);
        }
        if (failure instanceof AuthenticationException) {
            // The user sent none: the gateway's own credentials were refused.
            return new HttpProblemException(502, 50002, "The cluster refused the gateway: " + failure.getMessage());
        }
        if (failure instanceof AuthorizationException) {
            return new HttpProblemException(403, 40301, failure.getMessage());
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            return new HttpProblemException(404, TOPIC_NOT_FOUND, "Topic not found.");
        }
        if (failure instanceof TopicExistsException) {
            return new HttpProblemException(400, 40002, failure.getMessage());
        }
        if (failure instanceof RecordTooLargeException) {
            return new HttpProblemException(413, 413, failure.getMessage());
        }
        if (failure instanceof SerializationException) {
            return new HttpProblemException(422, 42207, failure.getMessage());
        }
        if (failure instanceof ConfigException || failure instanceof UnsupportedVersionException) {
            return new HttpProblemException(500, KAFKA_ERROR, failure.getMessage());
        }
        return ofOthers(failure);
    }

    private static HttpProblemException ofOthers(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return HttpProblemException.passing(
                    503, KAFKA_RETRIABLE_ERROR, "The cluster did not answer in time: " + failure.getMessage());
        }
        if (failure instanceof RetriableException) {
            return HttpProblemException.passing(503, KAFKA_RETRIABLE_ERROR, failure.getMessage());
        }
        if (failure instanceof ApiException && !isOfTheCluster(failure)) {
            return new HttpProblemException(400, 40002, failure.getMessage());
        }
        return failure instanceof KafkaException
                ? new HttpProblemException(500, KAFKA_ERROR, failure.getMessage())
                : null;
    }

    /** A broker that failed, or the place of our own producer, which no client can mend. */
    private static boolean isOfTheCluster(Throwable failure) {
        return failure instanceof UnknownServerException
                || failure instanceof OutOfOrderSequenceException
                || failure instanceof InvalidProducerEpochException
                || failure instanceof ProducerFencedException;
    }

    private static HttpProblemException ofRegistry(RegistryException failure) {
        if (failure.isRetriable()) {
            return HttpProblemException.passing(
                    503, 50301, "The schema registry does not answer: " + failure.getMessage());
        }
        return new HttpProblemException(422, 42205, "The schema registry refused: " + failure.getMessage());
    }

    /** REST Proxy v2 gives each record that failed one of two codes: 2 where a retry may help, else 1. */
    public static int codeOfRecord(Throwable failure) {
        return failure instanceof RetriableException ? 2 : 1;
    }
}
