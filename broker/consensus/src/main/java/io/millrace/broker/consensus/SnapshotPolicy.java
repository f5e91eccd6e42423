package io.millrace.broker.consensus;

/**
 * How the metadata log is kept short.
 *
 * @param everyEntries after so many entries the image is written; a restart replays at most about that many
 * @param keptFiles how many snapshots stay
 * @param keptEntries how many entries from before the newest snapshot stay, for followers that lag a little
 * @param segmentBytes the log is cut into files of this size; only whole files go
 */
public record SnapshotPolicy(long everyEntries, int keptFiles, long keptEntries, int segmentBytes) {
    public static final SnapshotPolicy DEFAULTS = new SnapshotPolicy(10_000, 3, 10_000, 8 * 1024 * 1024);
}
