package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.connector.ConnectorCalls;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.OffsetChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.connect.sink.SinkConnector;

/** The offsets of sinks: those of their consumer group. */
record SinkOffsetAdmin(Admin admin, ClientConfigs clients, ConnectorCalls calls) {

    private static final String TOPIC = "kafka_topic";
    private static final String PARTITION = "kafka_partition";
    private static final String OFFSET = "kafka_offset";

    CompletableFuture<List<ConnectorOffset>> read(ConnectorView connector) {
        return committed(connector).thenApply(offsets -> {
            List<ConnectorOffset> found = new ArrayList<>();
            offsets.forEach((partition, offset) ->
                    found.add(new ConnectorOffset(ordered(partition), Optional.of(Map.of(OFFSET, offset.offset())))));
            return found;
        });
    }

    private static Map<String, Object> ordered(TopicPartition partition) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(TOPIC, partition.topic());
        map.put(PARTITION, partition.partition());
        return map;
    }

    CompletableFuture<OffsetChange> alter(ConnectorView connector, List<ConnectorOffset> wanted) {
        Map<TopicPartition, Long> change = new HashMap<>();
        wanted.forEach(one -> change.put(
                partition(one.partition()),
                one.offset().map(SinkOffsetAdmin::offset).orElse(null)));
        String group = clients.sinkGroup(connector.name(), connector.config());
        return ask(connector, change).thenCompose(agreed -> apply(group, change).thenApply(done -> result(agreed)));
    }

    CompletableFuture<OffsetChange> reset(ConnectorView connector) {
        String group = clients.sinkGroup(connector.name(), connector.config());
        return committed(connector).thenCompose(now -> {
            Map<TopicPartition, Long> change = new HashMap<>();
            now.keySet().forEach(partition -> change.put(partition, null));
            return ask(connector, change)
                    .thenCompose(agreed -> deleteGroup(group).thenApply(done -> result(agreed)));
        });
    }

    private CompletableFuture<Boolean> ask(ConnectorView connector, Map<TopicPartition, Long> change) {
        return calls.ask(
                connector.name(),
                connector.config(),
                "alterOffsets",
                (plugin, config) -> plugin.call(instance -> ((SinkConnector) instance).alterOffsets(config, change)));
    }

    private static OffsetChange result(boolean agreed) {
        return agreed ? OffsetChange.CONNECTOR_AND_FRAMEWORK : OffsetChange.FRAMEWORK_ONLY;
    }

    private CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed(ConnectorView connector) {
        return admin.listConsumerGroupOffsets(clients.sinkGroup(connector.name(), connector.config()))
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .toCompletableFuture();
    }

    private CompletableFuture<Void> apply(String group, Map<TopicPartition, Long> change) {
        Map<TopicPartition, OffsetAndMetadata> set = new HashMap<>();
        Set<TopicPartition> delete = new HashSet<>();
        change.forEach((partition, offset) -> {
            if (offset == null) {
                delete.add(partition);
            } else {
                set.put(partition, new OffsetAndMetadata(offset));
            }
        });
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        if (!set.isEmpty()) {
            done = done.thenCompose(before -> admin.alterConsumerGroupOffsets(group, set)
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture());
        }
        if (!delete.isEmpty()) {
            done = done.thenCompose(before -> admin.deleteConsumerGroupOffsets(group, delete)
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture());
        }
        return done;
    }

    private CompletableFuture<Void> deleteGroup(String group) {
        return admin.deleteConsumerGroups(List.of(group))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                    // Nothing was ever committed, so there is nothing to reset.
                    boolean absent =
                            cause instanceof GroupIdNotFoundException || failure instanceof GroupIdNotFoundException;
                    return absent
                            ? CompletableFuture.<Void>completedFuture(null)
                            : CompletableFuture.<Void>failedFuture(failure);
                });
    }

    private static TopicPartition partition(Map<String, ?> map) {
        Object topic = map.get(TOPIC);
        Object partition = map.get(PARTITION);
        if (topic == null || partition == null) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "The partition for a sink connector offset must contain the keys '" + TOPIC + "' and '" + PARTITION
                            + "'");
        }
        return new TopicPartition(topic.toString(), (int) number(PARTITION, partition));
    }

    private static long offset(Map<String, ?> map) {
        Object offset = map.get(OFFSET);
        if (offset == null) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "The offset for a sink connector should either be null or contain the key '" + OFFSET + "'");
        }
        return number(OFFSET, offset);
    }

    private static long number(String key, Object value) {
        try {
            return Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            throw new ControlException(
                    Reason.BAD_REQUEST, "The value of '" + key + "' must be a number but is '" + value + "'", e);
        }
    }
}
