package io.millrace.gateway.consume;

import io.millrace.gateway.consume.PartitionRead.Spot;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.Clients;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Finds the offset that a read begins at, and refuses one that the partition does not have. Any thread. */
public final class ReadSpots {
    private static final int DELETED = 41601;
    private static final int NOT_WRITTEN = 41602;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    /** What a broker answers when no record is as young as that. */
    private static final long NONE = -1;

    private final Clients clients;

    ReadSpots(Clients clients) {
        this.clients = clients;
    }

    /** Asks the partition where it begins and ends, as readers of this isolation see it. */
    CompletionStage<Spot> find(TopicPartition partition, ReadStart start, IsolationLevel isolation) {
        CompletionStage<Long> beginning = offset(partition, OffsetSpec.earliest(), isolation);
        CompletionStage<Long> end = offset(partition, OffsetSpec.latest(), isolation);
        CompletionStage<Spot> ends = beginning.thenCombine(end, (first, next) -> new Spot(first, first, next));
        return switch (start.kind()) {
            case EARLIEST -> ends;
            case LATEST -> ends.thenApply(all -> new Spot(all.end(), all.beginning(), all.end()));
            case OFFSET -> ends.thenApply(all -> checked(start.value(), all));
            case TIMESTAMP ->
                ends.thenCombine(
                        offset(partition, OffsetSpec.forTimestamp(start.value()), isolation),
                        (all, found) -> new Spot(found == NONE ? all.end() : found, all.beginning(), all.end()));
        };
    }

    private CompletionStage<Long> offset(TopicPartition partition, OffsetSpec spec, IsolationLevel isolation) {
        return clients.admin()
                .listOffsets(Map.of(partition, spec), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .toCompletionStage()
                .thenApply(found -> found.offset());
    }

    private static Spot checked(long offset, Spot ends) {
        if (offset < ends.beginning()) {
            throw deleted(offset, "the partition begins at " + ends.beginning() + ", and what was before is deleted");
        }
        if (offset > ends.end()) {
            throw notWritten(offset, "the partition ends at " + ends.end());
        }
        return new Spot(offset, ends.beginning(), ends.end());
    }

    /** 416 for an offset that was there once. */
    public static HttpProblemException deleted(long offset, String why) {
        return new HttpProblemException(
                RANGE_NOT_SATISFIABLE, DELETED, "Offset " + offset + " is out of range: " + why);
    }

    /** 416 for an offset that is yet to come. */
    public static HttpProblemException notWritten(long offset, String why) {
        return new HttpProblemException(
                RANGE_NOT_SATISFIABLE, NOT_WRITTEN, "Offset " + offset + " is out of range: " + why);
    }
}
