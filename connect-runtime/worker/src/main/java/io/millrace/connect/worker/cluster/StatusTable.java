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
    /** Topics by connector that this worker has said are in use, or need not say again; bounded like {@link #topics}. */
    private final Map<String, Set<String>> announced = new ConcurrentHashMap<>();

    private final Members members;
    private final Overruling overruling;

    public StatusTable(Members members, Overruling overruling) {
        this.members = members;
        this.overruling = overruling;
    }

    /** Tells the members of the group of workers from those who were. */
    @FunctionalInterface
    public interface Members {
        /** Whether a worker of this id is a member now, in this generation or a later one of the same group. */
        boolean alive(String worker, int generation);
    }

    /** Hears on the reading thread of a status that came too late to count, though it is the newest in its topic. */
    @FunctionalInterface
    public interface Overruling {
        void overruled(byte[] key, Status counting);
    }

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        StatusRecord read = StatusRecordCodec.read(entry.key(), entry.value());
        if (read instanceof StatusRecord.OfConnector connector) {
            put(entry.key(), connectors, connector.name(), connector.status());
        } else if (read instanceof StatusRecord.OfTask task) {
            put(entry.key(), tasks, task.task(), task.status());
        } else if (read instanceof StatusRecord.OfTopic topic) {
            NavigableSet<String> active =
                    topics.computeIfAbsent(topic.connector(), name -> new ConcurrentSkipListSet<>());
            if (topic.active()) {
                active.add(topic.topic());
            } else {
                active.remove(topic.topic());
                announced(topic.connector()).remove(topic.topic());
            }
        }
    }

    private <K> void put(byte[] recordKey, Map<K, Status> map, K key, Optional<Status> status) {
        Status before = map.get(key);
        if (status.isEmpty()) {
            map.remove(key);
        } else if (before != null && late(status.get(), before)) {
            overruling.overruled(recordKey, before);
        } else {
            map.put(key, status.get());
        }
    }

    /**
     * What a worker says after it was put out of the group must not hide what its living successor says, which may have
     * its id. Generations count for this only: those of a group that was made anew begin at the beginning.
     */
    private boolean late(Status status, Status before) {
        return status.generation() < before.generation() && members.alive(before.workerId(), before.generation());
    }

    /** Whether the use of this topic is news, to be told to all; true once until the topic is forgotten. */
    public boolean announce(String connector, String topic) {
        Set<String> known = announced(connector);
        return !known.contains(topic)
                && known.add(topic)
                && !topics.getOrDefault(connector, Collections.emptyNavigableSet())
                        .contains(topic);
    }

    private Set<String> announced(String connector) {
        // Asked for every record of a source, and computeIfAbsent takes a lock also where there is nothing to compute.
        Set<String> known = announced.get(connector);
        return known != null ? known : announced.computeIfAbsent(connector, name -> ConcurrentHashMap.newKeySet());
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
