package io.millrace.connect.worker.offsets;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The consumer group of a sink, which holds its offsets. No call blocks.
 *
 * @param admin of the cluster that the sink reads from
 * @param group the id of the group
 */
public record SinkGroup(Admin admin, String group) {

    /** The next offset of each partition that has one. */
    public CompletableFuture<Map<TopicPartition, Long>> committed() {
        return stage(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .thenApply(found -> {
                    Map<TopicPartition, Long> offsets = new HashMap<>();
                    found.forEach((partition, offset) -> {
                        if (offset != null) {
                            offsets.put(partition, offset.offset());
                        }
                    });
                    return offsets;
                });
    }

    /** Fails where a partition does not exist, so that nothing is begun which the brokers would refuse half of. */
    public CompletableFuture<Void> requireExisting(Set<TopicPartition> partitions) {
        Set<String> topics =
                partitions.stream().map(TopicPartition::topic).collect(Collectors.toCollection(HashSet::new));
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            CompletableFuture<Void> one = stage(topic.getValue()).handle((found, failure) -> {
                if (failure == null) {
                    requireExisting(found, partitions);
                } else if (cause(failure) instanceof UnknownTopicOrPartitionException
                        || cause(failure) instanceof InvalidTopicException) {
                    throw new ControlException(Reason.BAD_REQUEST, "There is no topic \"" + topic.getKey() + "\"");
                } else if (!(cause(failure) instanceof AuthorizationException)) {
                    // Who may not look may all the same be allowed to commit.
                    throw new CompletionException(cause(failure));
                }
                return null;
            });
            all = all.thenCompose(before -> one);
        }
        return all;
    }

    private static void requireExisting(TopicDescription topic, Set<TopicPartition> partitions) {
        int count = topic.partitions().size();
        for (TopicPartition partition : partitions) {
            if (partition.topic().equals(topic.name()) && partition.partition() >= count) {
                throw new ControlException(
                        Reason.BAD_REQUEST,
                        "Topic \"" + topic.name() + "\" has no partition " + partition.partition() + ", only 0 to "
                                + (count - 1));
            }
        }
    }

    /**
     * Where a place lies in all partitions of some topics, as far as records are committed; where nothing is behind it,
     * that is the end.
     */
    public CompletableFuture<Map<TopicPartition, Long>> find(Predicate<String> topics, OffsetSpec place) {
        return stage(admin.listTopics().names())
                .thenCompose(names ->
                        stage(admin.describeTopics(names.stream().filter(topics).toList())
                                .allTopicNames()))
                .thenCompose(found -> {
                    List<TopicPartition> partitions = found.values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                            .toList();
                    return list(partitions, place);
                })
                .thenCompose(found -> {
                    List<TopicPartition> beyond = found.keySet().stream()
                            .filter(partition -> found.get(partition) < 0)
                            .toList();
                    return list(beyond, OffsetSpec.latest()).thenApply(ends -> {
                        Map<TopicPartition, Long> all = new HashMap<>(found);
                        all.putAll(ends);
                        return all;
                    });
                });
    }

    /** What an open transaction holds is still to come, hence lies behind the end. */
    private CompletableFuture<Map<TopicPartition, Long>> list(List<TopicPartition> partitions, OffsetSpec place) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, place));
        return stage(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .thenApply(found -> {
                    Map<TopicPartition, Long> offsets = new HashMap<>();
                    found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
                    return offsets;
                });
    }

    /** Sets offsets; null forgets that of a partition. */
    public CompletableFuture<Void> write(Map<TopicPartition, Long> change) {
        Map<TopicPartition, OffsetAndMetadata> set = new HashMap<>();
        Set<TopicPartition> forget = new HashSet<>();
        change.forEach((partition, offset) -> {
            if (offset == null) {
                forget.add(partition);
            } else {
                set.put(partition, new OffsetAndMetadata(offset));
            }
        });
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        if (!set.isEmpty()) {
            done = done.thenCompose(
                    before -> stage(admin.alterConsumerGroupOffsets(group, set).all()));
        }
        if (!forget.isEmpty()) {
            done = done.thenCompose(before -> unlessAbsent(
                    stage(admin.deleteConsumerGroupOffsets(group, forget).all())));
        }
        return explained(done);
    }

    /** Forgets the group, and all its offsets with it. */
    public CompletableFuture<Void> delete() {
        return explained(
                unlessAbsent(stage(admin.deleteConsumerGroups(List.of(group)).all())));
    }

    /** Nothing was ever committed, so there is nothing to forget. */
    private static CompletableFuture<Void> unlessAbsent(CompletableFuture<Void> deletion) {
        return deletion.exceptionallyCompose(failure -> cause(failure) instanceof GroupIdNotFoundException
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Void> explained(CompletableFuture<Void> change) {
        return change.exceptionallyCompose(failure -> {
            Throwable cause = cause(failure);
            boolean inUse = cause instanceof UnknownMemberIdException
                    || cause instanceof GroupNotEmptyException
                    || cause instanceof GroupSubscribedToTopicException;
            return CompletableFuture.failedFuture(
                    inUse
                            ? new ControlException(
                                    Reason.CONFLICT,
                                    "The consumer group \"" + group + "\" has members, be it tasks that are still"
                                            + " stopping; its offsets can be changed when it has none",
                                    cause)
                            : cause);
        });
    }

    private static <T> CompletableFuture<T> stage(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
