package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * A topic that somebody wants.
 *
 * @param topicId made by the proposer
 * @param partitionCount -1 for the default of the proposer, or when an assignment is given
 * @param replicationFactor -1 for the default of the proposer, or when an assignment is given
 * @param assignment by partition the brokers that shall hold it, preferred leader first; empty leaves it to placement
 * @param configs what the topic sets itself; validated before anything is created
 */
public record NewTopic(
        Uuid topicId,
        String name,
        int partitionCount,
        int replicationFactor,
        SortedMap<Integer, List<Integer>> assignment,
        SortedMap<String, String> configs) {
    /** Asks for the proposer's default. */
    public static final int USE_DEFAULT = -1;

    public NewTopic {
        assignment = Collections.unmodifiableSortedMap(new TreeMap<>(assignment));
        configs = Collections.unmodifiableSortedMap(new TreeMap<>(configs));
    }

    /** A topic placed by the cluster. */
    public NewTopic(Uuid topicId, String name, int partitionCount, int replicationFactor, Map<String, String> configs) {
        this(topicId, name, partitionCount, replicationFactor, Collections.emptySortedMap(), new TreeMap<>(configs));
    }

    void write(FieldWriter writer) {
        writer.writeUuid(topicId);
        writer.writeString(name);
        writer.writeInt(partitionCount);
        writer.writeInt(replicationFactor);
        writer.writeList(assignment.entrySet(), (fields, entry) -> {
            fields.writeInt(entry.getKey());
            fields.writeInts(entry.getValue());
        });
        writer.writeList(configs.entrySet(), (fields, entry) -> {
            fields.writeString(entry.getKey());
            fields.writeString(entry.getValue());
        });
    }

    static NewTopic read(FieldReader reader) {
        Uuid topicId = reader.readUuid();
        String name = reader.readString();
        int partitionCount = reader.readInt();
        int replicationFactor = reader.readInt();
        SortedMap<Integer, List<Integer>> assignment = new TreeMap<>();
        reader.readList(fields -> assignment.put(fields.readInt(), fields.readInts()));
        SortedMap<String, String> configs = new TreeMap<>();
        reader.readList(fields -> configs.put(fields.readString(), fields.readString()));
        return new NewTopic(topicId, name, partitionCount, replicationFactor, assignment, configs);
    }
}
