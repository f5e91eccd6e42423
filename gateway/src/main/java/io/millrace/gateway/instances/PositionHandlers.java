package io.millrace.gateway.instances;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.KnownTopics;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** REST Proxy v2: where an instance reads on, and what its group has committed. */
public final class PositionHandlers {
    private final Instances instances;
    private final KnownTopics topics;
    private final InstanceRights rights;

    public PositionHandlers(Instances instances, KnownTopics topics, Rights rights) {
        this.topics = topics;
        this.rights = new InstanceRights(rights);
        this.instances = instances;
    }

    /** {@code POST .../positions}. */
    public CompletionStage<Reply> seek(Exchange exchange) {
        Map<TopicPartition, OffsetAndMetadata> offsets = Places.offsets(exchange.body());
        Instance instance = instances.require(exchange);
        return instance.run(consumer -> {
            offsets.forEach((partition, offset) -> {
                consumer.seek(partition, offset.offset());
                instance.reading().forget(List.of(partition));
            });
            return Reply.empty(204);
        });
    }

    /** {@code POST .../positions/beginning}. */
    public CompletionStage<Reply> seekToBeginning(Exchange exchange) {
        return seekTo(exchange, KafkaConsumer::seekToBeginning);
    }

    /** {@code POST .../positions/end}. */
    public CompletionStage<Reply> seekToEnd(Exchange exchange) {
        return seekTo(exchange, KafkaConsumer::seekToEnd);
    }

    private CompletionStage<Reply> seekTo(
            Exchange exchange, BiConsumer<KafkaConsumer<byte[], byte[]>, Collection<TopicPartition>> where) {
        List<TopicPartition> partitions = Places.partitions(exchange.body());
        Instance instance = instances.require(exchange);
        return instance.run(consumer -> {
            for (TopicPartition each : partitions) {
                where.accept(consumer, List.of(each));
                instance.reading().forget(List.of(each));
            }
            return Reply.empty(204);
        });
    }

    /** {@code POST .../offsets}: those of the body, or without one all that its client has got. */
    public CompletionStage<Reply> commit(Exchange exchange) {
        Instance instance = instances.require(exchange);
        boolean later = exchange.query("async").map(Boolean::parseBoolean).orElse(false);
        if (exchange.body().length == 0) {
            return instance.settled()
                    .thenCompose(settled -> instance.run(consumer -> {
                        rights.beforeUse(instance, consumer);
                        return commit(instance, instance.reading().positions().all(), later);
                    }));
        }
        // A client names the last record that it is done with, and the group's next one is behind it.
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        Places.offsets(exchange.body())
                .forEach((partition, last) ->
                        next.put(partition, new OffsetAndMetadata(last.offset() + 1, last.metadata())));
        rights.requireRead(instance, InstanceRights.topics(next.keySet()));
        return known(next.keySet()).thenCompose(known -> instance.run(consumer -> commit(instance, next, later)));
    }

    /** Fails with 404 where one is not there: the consumer would go on trying, and keep its thread. */
    private CompletionStage<Void> known(Collection<TopicPartition> partitions) {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (TopicPartition each : partitions) {
            all = all.thenCompose(before -> topics.require(each));
        }
        return all;
    }

    private static Reply commit(Instance instance, Map<TopicPartition, OffsetAndMetadata> offsets, boolean later) {
        if (later) {
            instance.reading().positions().commitLater(offsets);
        } else {
            commitNow(instance.reading().consumer(), offsets);
        }
        return nothing();
    }

    private static void commitNow(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets);
        } catch (RebalanceInProgressException | CommitFailedException e) {
            throw consumer.subscription().isEmpty() ? InstanceProblems.notAMember() : InstanceProblems.notJoined();
        }
    }

    private static Reply nothing() {
        return Reply.ok(Json.object().arrayNode());
    }

    /** {@code GET .../offsets}, with the partitions in the body. */
    public CompletionStage<Reply> committed(Exchange exchange) {
        List<TopicPartition> partitions = Places.partitions(exchange.body());
        Instance instance = instances.require(exchange);
        rights.requireDescribe(instance, partitions);
        return instance.run(consumer -> {
            Map<TopicPartition, OffsetAndMetadata> found = consumer.committed(new LinkedHashSet<>(partitions));
            ObjectNode document = Json.object();
            ArrayNode list = document.putArray("offsets");
            for (TopicPartition each : partitions) {
                OffsetAndMetadata offset = found.get(each);
                if (offset != null) {
                    list.addObject()
                            .put("topic", each.topic())
                            .put("partition", each.partition())
                            .put("offset", offset.offset())
                            .put("metadata", offset.metadata());
                }
            }
            return Reply.ok(document);
        });
    }
}
