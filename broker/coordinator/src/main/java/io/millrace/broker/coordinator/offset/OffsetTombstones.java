package io.millrace.broker.coordinator.offset;

import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.record.CoordinatorKey.GroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.OffsetKey;
import io.millrace.broker.coordinator.record.OffsetValue;
import io.millrace.broker.coordinator.record.RecordKeys;
import java.util.function.BiPredicate;

/** Writes the end of offsets and groups. */
public final class OffsetTombstones {
    /** One decision is one batch, and a batch has to fit into the log; the rest waits for the next decision. */
    static final int MAX_RECORDS = 5_000;

    private OffsetTombstones() {}

    /** Of one group, those offsets that the condition picks; stops at the limit. */
    static int append(
            String groupId, OffsetStore store, BiPredicate<String, OffsetValue> condition, DecisionDraft draft) {
        int before = draft.records().size();
        store.of(groupId)
                .forEach((topic, partitions) -> partitions.forEach((partition, value) -> {
                    if (condition.test(topic, value) && draft.records().size() < MAX_RECORDS) {
                        append(groupId, topic, partition, draft);
                    }
                }));
        return draft.records().size() - before;
    }

    static void append(String groupId, String topic, int partition, DecisionDraft draft) {
        draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new OffsetKey(groupId, topic, partition))));
    }

    /** Of a whole group: its offsets and its membership. */
    public static void appendGroup(String groupId, OffsetStore store, DecisionDraft draft) {
        appendOffsets(groupId, store, draft);
        appendMembership(groupId, draft);
    }

    public static void appendOffsets(String groupId, OffsetStore store, DecisionDraft draft) {
        store.of(groupId)
                .forEach((topic, partitions) ->
                        partitions.keySet().forEach(partition -> append(groupId, topic, partition, draft)));
    }

    public static void appendMembership(String groupId, DecisionDraft draft) {
        draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new GroupKey(groupId))));
    }
}
