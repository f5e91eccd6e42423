package io.millrace.broker.log.segment;

/**
 * Bounds on what the tails of all segments of a data directory may take of the heap.
 *
 * @param unwrittenBytes appended and not yet in a file; appends wait while it is reached
 * @param hotBytes kept for readers although the files have it
 * @param lentBytes pinned by slices that are being sent; beyond it readers get files
 */
public record TailLimits(long unwrittenBytes, long hotBytes, long lentBytes) {
    private static final long MAX_UNWRITTEN_BYTES = 64L << 20;
    private static final long MAX_HOT_BYTES = 32L << 20;
    private static final long MAX_LENT_BYTES = 64L << 20;
    private static final int HEAP_SHARE = 16;

    /** A sixteenth of the heap for each, and no more than is of use. */
    public static TailLimits ofHeap(long maxHeapBytes) {
        long share = maxHeapBytes / HEAP_SHARE;
        return new TailLimits(
                Math.min(MAX_UNWRITTEN_BYTES, share), Math.min(MAX_HOT_BYTES, share), Math.min(MAX_LENT_BYTES, share));
    }

    /** What one of so many directories may take, so that together they take no more. */
    public TailLimits sharedAmong(int directories) {
        return new TailLimits(unwrittenBytes / directories, hotBytes / directories, lentBytes / directories);
    }
}
