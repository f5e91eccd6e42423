package io.millrace.broker.log.state;

import io.millrace.broker.log.batch.BatchView;

/**
 * What is remembered of one appended batch to recognise it when it is sent again.
 *
 * @param timestampMs when the broker appended it
 */
public record ProducedBatch(int lastSequence, long lastOffset, int offsetDelta, long timestampMs) {
    static ProducedBatch of(BatchView batch, long baseOffset, long nowMs) {
        int delta = batch.lastOffsetDelta();
        return new ProducedBatch(Sequence.plus(batch.baseSequence(), delta), baseOffset + delta, delta, nowMs);
    }

    public long baseOffset() {
        return lastOffset - offsetDelta;
    }

    int firstSequence() {
        return Sequence.minus(lastSequence, offsetDelta);
    }

    boolean hasSameSequences(BatchView batch) {
        return firstSequence() == batch.baseSequence() && offsetDelta == batch.lastOffsetDelta();
    }
}
