package io.millrace.broker.log.wal;

/**
 * Bounds of the shared write-ahead log.
 *
 * @param fileBytes size of each preallocated file, a multiple of every block size that a file system may have
 * @param maxFiles how many files there are at most; appends wait for a free one
 * @param maxPendingBytes bytes waiting for the next group commit, and so also the largest batch
 * @param maxWaitMs how long an append waits for room before it fails
 */
public record WalSettings(int fileBytes, int maxFiles, int maxPendingBytes, long maxWaitMs) {
    public static final WalSettings DEFAULT = new WalSettings(32 << 20, 16, 16 << 20, 10_000);

    /** The header's block, and a padding of at most two. */
    private static final int BESIDE_ENTRIES_BYTES = 3 * WalBlocks.MAX_BYTES;

    public WalSettings {
        if (maxFiles < 2) {
            throw new IllegalArgumentException("at least two write-ahead log files are needed, not " + maxFiles);
        }
        if (fileBytes % WalBlocks.MAX_BYTES != 0) {
            throw new IllegalArgumentException(
                    "write-ahead log files must be multiples of " + WalBlocks.MAX_BYTES + " bytes, not " + fileBytes);
        }
        if (maxPendingBytes > fileBytes - BESIDE_ENTRIES_BYTES) {
            throw new IllegalArgumentException("what is pending must fit into one write-ahead log file: "
                    + maxPendingBytes + " bytes into " + fileBytes);
        }
    }

    /** What all files hold together. */
    public long totalBytes() {
        return (long) fileBytes * maxFiles;
    }

    int largestEntryBytes() {
        return maxPendingBytes;
    }
}
