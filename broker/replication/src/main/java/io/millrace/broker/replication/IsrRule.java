package io.millrace.broker.replication;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How far the high watermark may go, given how far each replica in sync has come. */
final class IsrRule {

    private IsrRule() {}

    /**
     * The least durable end offset over the ISR; nothing while the ISR is smaller than {@code minInsyncReplicas} or a
     * member of it has not been heard of in this term.
     */
    static OptionalLong safeOffset(List<Integer> isr, int minInsyncReplicas, Map<Integer, Long> durableEndOffsets) {
        if (isr.size() < minInsyncReplicas) {
            return OptionalLong.empty();
        }
        long least = Long.MAX_VALUE;
        for (Integer brokerId : isr) {
            Long durableEndOffset = durableEndOffsets.get(brokerId);
            if (durableEndOffset == null) {
                return OptionalLong.empty();
            }
            least = Math.min(least, durableEndOffset);
        }
        return OptionalLong.of(least);
    }
}
