package io.millrace.broker.log.segment;

/** Whole batches of a segment, which stay readable until {@link #close()}. */
public sealed interface RecordsRegion extends AutoCloseable permits FileRegion, TailRegion {
    int sizeBytes();

    /** Above every record of the region, by an index interval at most. */
    long endOffset();

    @Override
    void close();
}
