package io.millrace.broker.log;

import java.util.List;

/**
 * What opening a directory found and did.
 *
 * @param cleanStop the previous process closed the directory, so nothing had to be validated
 * @param replayedBatches batches that only the write-ahead log had
 * @param cutBytes torn bytes removed from segment tails
 * @param setAside names of directories that were renamed because nobody knows them
 * @param damaged one line per damage found; the data concerned is refused when read
 */
public record RecoveryReport(
        boolean cleanStop,
        int partitions,
        long validatedBytes,
        long replayedBatches,
        long cutBytes,
        List<String> setAside,
        List<String> damaged) {
    public RecoveryReport {
        setAside = List.copyOf(setAside);
        damaged = List.copyOf(damaged);
    }

    /** For the log; by hand, because every start logs it and the JVM would write this code each time. */
    @Override
    public String toString() {
        return "RecoveryReport[cleanStop=" + cleanStop + ", partitions=" + partitions + ", validatedBytes="
                + validatedBytes + ", replayedBatches=" + replayedBatches + ", cutBytes=" + cutBytes + ", setAside="
                + setAside + ", damaged=" + damaged + "]";
    }
}
