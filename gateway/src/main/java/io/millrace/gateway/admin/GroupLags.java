package io.millrace.gateway.admin;

import io.millrace.gateway.kafka.Clients;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far groups are behind, asked of the cluster. Any thread. */
final class GroupLags {
    private final Clients clients;

    GroupLags(Clients clients) {
        this.clients = clients;
    }

    /**
     * One partition of which a group has committed an offset.
     *
     * @param member who reads it, or null
     */
    record Lag(TopicPartition partition, long current, long end, MemberDescription member) {
        long lag() {
            return Math.max(0, end - current);
        }
    }

    /** The lags of a group in those topics that {@code visible} leaves, in order. */
    CompletionStage<List<Lag>> of(ConsumerGroupDescription group, Function<Collection<String>, List<String>> visible) {
        return clients.admin()
                .listConsumerGroupOffsets(group.groupId())
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .thenCompose(committed -> {
                    List<TopicPartition> shown = shown(committed, visible);
                    return ends(shown).thenApply(ends -> lags(group, committed, ends));
                });
    }

    private static List<TopicPartition> shown(
            Map<TopicPartition, OffsetAndMetadata> committed, Function<Collection<String>, List<String>> visible) {
        List<TopicPartition> there = new ArrayList<>();
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                there.add(partition);
            }
        });
        List<String> topics = visible.apply(
                there.stream().map(TopicPartition::topic).distinct().toList());
        return there.stream().filter(each -> topics.contains(each.topic())).toList();
    }

    /** Where partitions end; those of topics that are gone are left out. */
    private CompletionStage<Map<TopicPartition, Long>> ends(List<TopicPartition> partitions) {
        var asked = clients.admin()
                .listOffsets(partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        CompletableFuture<?>[] answers = partitions.stream()
                .map(each -> asked.partitionResult(each)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .handle((found, failure) -> keep(ends, each, found, failure)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(answers).thenApply(done -> ends);
    }

    private static Void keep(
            Map<TopicPartition, Long> ends, TopicPartition partition, ListOffsetsResultInfo found, Throwable failure) {
        if (failure == null) {
            synchronized (ends) {
                ends.put(partition, found.offset());
            }
        } else if (!Groups.isGone(failure)) {
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
        return null;
    }

    private static List<Lag> lags(
            ConsumerGroupDescription group,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> ends) {
        Map<TopicPartition, MemberDescription> members = new HashMap<>();
        for (MemberDescription member : group.members()) {
            member.assignment().topicPartitions().forEach(each -> members.put(each, member));
        }
        List<Lag> lags = new ArrayList<>();
        ends.forEach((partition, end) ->
                lags.add(new Lag(partition, committed.get(partition).offset(), end, members.get(partition))));
        lags.sort(Comparator.comparing((Lag each) -> each.partition().topic())
                .thenComparing(each -> each.partition().partition()));
        return lags;
    }
}
