package io.millrace.broker.metadata.image;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** Who holds, follows and leads one partition. The first replica is the preferred leader. */
public record PartitionImage(
        int partition, List<Integer> replicas, List<Integer> isr, int leader, int leaderEpoch, int partitionEpoch) {
    public static final int NO_LEADER = -1;

    public PartitionImage {
        replicas = List.copyOf(replicas);
        isr = List.copyOf(isr);
    }

    /** The same leader begins a new term: its log may have lost an unflushed tail, so offsets need a new epoch. */
    public PartitionImage withNewTermOf(int newLeader) {
        return new PartitionImage(partition, replicas, isr, newLeader, leaderEpoch + 1, partitionEpoch + 1);
    }

    public void write(FieldWriter writer) {
        writer.writeInt(partition);
        writer.writeInts(replicas);
        writer.writeInts(isr);
        writer.writeInt(leader);
        writer.writeInt(leaderEpoch);
        writer.writeInt(partitionEpoch);
    }

    public static PartitionImage read(FieldReader reader) {
        return new PartitionImage(
                reader.readInt(),
                reader.readInts(),
                reader.readInts(),
                reader.readInt(),
                reader.readInt(),
                reader.readInt());
    }
}
