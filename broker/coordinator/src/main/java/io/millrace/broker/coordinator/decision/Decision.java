package io.millrace.broker.coordinator.decision;

import java.util.List;
import java.util.Optional;

/**
 * What a shard wants to happen. The host appends the records as one batch and then tells the shard how that went, before
 * it asks for anything else. Without records it goes straight to {@code accept}.
 *
 * @param number counts the decisions of a shard, so that an answer to another one is noticed
 * @param writer present when the records belong to a producer's transaction
 */
public record Decision(long number, List<CoordinatorRecord> records, Optional<TransactionalWriter> writer) {

    public Decision {
        records = List.copyOf(records);
    }

    public Decision(long number, List<CoordinatorRecord> records) {
        this(number, records, Optional.empty());
    }

    public boolean needsAppend() {
        return !records.isEmpty();
    }

    /** Keys and values of all records but tombstones, which only ever make the state smaller. */
    public long sizeBytes() {
        return records.stream()
                .filter(record -> !record.isTombstone())
                .mapToLong(CoordinatorRecord::sizeBytes)
                .sum();
    }
}
