package io.millrace.gateway.once;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.kafka.KafkaProblems;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topic of answers, made when it is first needed. Any thread. */
final class ResultTopic {
    private final Clients clients;
    private final OnceConfig config;
    private volatile int partitions;

    ResultTopic(Clients clients, OnceConfig config) {
        this.clients = clients;
        this.config = config;
    }

    /** How many partitions it really has, on which all nodes agree whatever is set. */
    CompletionStage<Integer> partitions() {
        if (partitions > 0) {
            return CompletableFuture.completedFuture(partitions);
        }
        return create().thenCompose(made -> find()).thenApply(found -> {
            partitions = found;
            return found;
        });
    }

    private CompletionStage<Void> create() {
        NewTopic topic = new NewTopic(
                        config.topic(), java.util.Optional.of(config.partitions()), config.replicationFactor())
                .configs(Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        Long.toString(config.retentionMs()),
                        // By the brokers' own bound answers could go sooner, and what they answered be done again.
                        "retention.bytes",
                        "-1"));
        return clients.admin()
                .createTopics(List.of(topic))
                .all()
                .toCompletionStage()
                .exceptionally(failure -> {
                    if (cause(failure) instanceof TopicExistsException) {
                        return null;
                    }
                    throw new CompletionException(cause(failure));
                });
    }

    private CompletionStage<Integer> find() {
        Function<Throwable, Integer> failed = failure -> {
            Throwable cause = cause(failure);
            throw cause instanceof UnknownTopicOrPartitionException
                    ? HttpProblemException.passing(
                            503, KafkaProblems.KAFKA_RETRIABLE_ERROR, config.topic() + " is being made")
                    : new CompletionException(cause);
        };
        return clients.admin()
                .describeTopics(List.of(config.topic()))
                .topicNameValues()
                .get(config.topic())
                .toCompletionStage()
                .thenApply(found -> found.partitions().size())
                .exceptionally(failed);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
