package io.millrace.gateway.events;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.topics.TopicPartitions;
import io.millrace.gateway.topics.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Finds the offsets that a stream begins at, and refuses positions that its topic does not have. Any thread. */
final class StartFinder {
    private final Clients clients;
    private final Topics topics;

    StartFinder(Clients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    /** Asks the cluster; fails with 404 when there is no such topic. */
    CompletionStage<Positions> find(String topic, StreamStart start, IsolationLevel isolation) {
        return topics.find(topic).thenCompose(found -> {
            int partitions = found.partitions().size();
            Positions.requireRoom(partitions);
            start.resumed().ifPresent(positions -> requireSame(positions, found));
            // Who comes again may have read beyond where a transaction is open as another leader sees it.
            IsolationLevel level = start.resumed().isPresent() ? IsolationLevel.READ_UNCOMMITTED : isolation;
            return offsets(topic, partitions, OffsetSpec.earliest(), level)
                    .thenCombine(offsets(topic, partitions, OffsetSpec.latest(), level), (beginnings, ends) -> {
                        long[] next = new long[partitions];
                        for (int partition = 0; partition < partitions; partition++) {
                            TopicPartition each = new TopicPartition(topic, partition);
                            next[partition] = start.first(
                                    partition,
                                    beginnings.get(each).offset(),
                                    ends.get(each).offset());
                        }
                        return new Positions(found.id(), next);
                    });
        });
    }

    private static void requireSame(Positions positions, TopicPartitions found) {
        if (!positions.topicId().equals(found.id())
                || positions.partitions() > found.partitions().size()) {
            throw new HttpProblemException(
                    400,
                    "Last-Event-ID is of another topic, or of one of this name that was deleted. Leave it out to begin"
                            + " anew");
        }
    }

    private CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            String topic, int partitions, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(topic, partition), spec);
        }
        return clients.admin()
                .listOffsets(asked, new ListOffsetsOptions(isolation))
                .all()
                .toCompletionStage();
    }
}
