package io.millrace.broker.metadata.image;

/**
 * How far the metadata log is in an image.
 *
 * @param appliedIndex index of the last applied entry, -1 before the first
 * @param runningHash hash over every record ever applied, in order: equal on all nodes at the same index, or one of them
 *     has decided differently
 */
public record LogPosition(long appliedIndex, long runningHash) {
    /** The offset basis of 64-bit FNV-1a. */
    private static final long HASH_START = 0xcbf29ce484222325L;

    private static final long HASH_PRIME = 0x100000001b3L;

    public static final LogPosition START = new LogPosition(-1, HASH_START);

    public LogPosition atIndex(long index) {
        return new LogPosition(index, runningHash);
    }

    public LogPosition afterRecord(byte[] encodedRecord) {
        long hash = runningHash;
        for (byte value : encodedRecord) {
            hash = (hash ^ (value & 0xff)) * HASH_PRIME;
        }
        return new LogPosition(appliedIndex, hash);
    }
}
