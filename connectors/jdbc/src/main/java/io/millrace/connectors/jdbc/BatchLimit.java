package io.millrace.connectors.jdbc;

/**
 * How many records one transaction takes: fewer after one that the target did not finish in time, and slowly more again.
 *
 * <p>Tried again as it was, such a batch would take too long for ever. A half that is small enough makes way, and what
 * slowed the target down may pass.
 */
final class BatchLimit {
    private static final int STEPS_TO_MOST = 100;

    private final int mostRecords;
    private int records;

    BatchLimit(int mostRecords) {
        this.mostRecords = mostRecords;
        this.records = mostRecords;
    }

    /** Most records of the next transaction. */
    int records() {
        return records;
    }

    /** A transaction of so many records took too long. */
    void tookTooLong(int recordCount) {
        records = Math.max(1, Math.min(records, recordCount) / 2);
    }

    /** A transaction of so many records was written. */
    void written(int recordCount) {
        if (recordCount >= records) {
            records = Math.min(mostRecords, records + Math.max(1, mostRecords / STEPS_TO_MOST));
        }
    }
}
