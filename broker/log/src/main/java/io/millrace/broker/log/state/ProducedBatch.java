package io.millrace.broker.log.state;

import io.millrace.broker.log.batch.BatchView;

/** What is remembered of one appended batch to recognise it when it is sent again. */
public record ProducedBatch(int lastSequence, long lastOffset, int offsetDelta) {
    static ProducedBatch of(BatchView batch, long baseOffset) {
        int delta = batch.lastOffsetDelta();
        return new ProducedBatch(Sequence.plus(batch.baseSequence(), delta), baseOffset + delta, delta);
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
