package io.millrace.broker.replication;

/** The offset below which every record is safe. It never moves down. */
final class HighWatermark {

    private long offset;

    HighWatermark(long offset) {
        this.offset = offset;
    }

    long offset() {
        return offset;
    }

    /** Says whether it moved. */
    boolean raiseTo(long candidate) {
        if (candidate <= offset) {
            return false;
        }
        offset = candidate;
        return true;
    }
}
