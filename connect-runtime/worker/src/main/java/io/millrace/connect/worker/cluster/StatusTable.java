package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.log.LogListener;
import io.millrace.connect.worker.log.StatusRecord;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.log.StatusRecordCodec;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest status of everything, and the topics in use. */
public final class StatusTable implements LogListener {

    private final Map<String, Status> connectors = new ConcurrentHashMap<>();
    private final Map<TaskId, Status> tasks = new ConcurrentHashMap<>();
    private final Map<String, NavigableSet<String>> topics = new ConcurrentHashMap<>();

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        StatusRecord read = StatusRecordCodec.read(entry.key(), entry.value());
        if (read instanceof StatusRecord.OfConnector connector) {
            put(connectors, connector.name(), connector.status());
        } else if (read instanceof StatusRecord.OfTask task) {
            put(tasks, task.task(), task.status());
        } else if (read instanceof StatusRecord.OfTopic topic) {
            NavigableSet<String> active =
                    topics.computeIfAbsent(topic.connector(), name -> new ConcurrentSkipListSet<>());
            if (topic.active()) {
                active.add(topic.topic());
            } else {
                active.remove(topic.topic());
            }
        }
    }

    private static <K> void put(Map<K, Status> map, K key, Optional<Status> status) {
        if (status.isPresent()) {
            map.put(key, status.get());
        } else {
            map.remove(key);
        }
    }

    public Optional<Status> connector(String name) {
        return Optional.ofNullable(connectors.get(name));
    }

    public Optional<Status> task(TaskId task) {
        return Optional.ofNullable(tasks.get(task));
    }

    /** Tasks of a connector that have a status, those that exist no more included. */
    public NavigableSet<TaskId> tasks(String connector) {
        NavigableSet<TaskId> found = new TreeSet<>();
        tasks.keySet().stream()
                .filter(task -> task.connector().equals(connector))
                .forEach(found::add);
        return found;
    }

    /** Every task that has a status. */
    public Set<TaskId> tasks() {
        return Set.copyOf(tasks.keySet());
    }

    public NavigableSet<String> topics(String connector) {
        return new TreeSet<>(topics.getOrDefault(connector, Collections.emptyNavigableSet()));
    }
}
