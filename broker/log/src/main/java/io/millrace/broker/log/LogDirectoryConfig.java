package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.segment.TailLimits;
import io.millrace.broker.log.wal.WalSettings;
import java.util.Objects;

/**
 * How one data directory works. Start from {@link #of} and change what differs.
 *
 * @param clusterId refused when the directory belongs to another cluster
 * @param nodeId refused when the directory belongs to another node
 * @param defaults what logs found on disk use until {@link PartitionLog#updateConfig} tells them better
 */
public record LogDirectoryConfig(
        String clusterId, int nodeId, LogConfig defaults, WalSettings wal, TailLimits tails, UpkeepSettings upkeep) {

    public LogDirectoryConfig {
        Objects.requireNonNull(clusterId, "clusterId");
    }

    public static LogDirectoryConfig of(String clusterId, int nodeId) {
        return new LogDirectoryConfig(
                clusterId,
                nodeId,
                LogConfig.defaults(),
                WalSettings.DEFAULT,
                TailLimits.ofHeap(Runtime.getRuntime().maxMemory()),
                UpkeepSettings.DEFAULT);
    }

    public LogDirectoryConfig withWal(WalSettings settings) {
        return new LogDirectoryConfig(clusterId, nodeId, defaults, settings, tails, upkeep);
    }

    public LogDirectoryConfig withTails(TailLimits limits) {
        return new LogDirectoryConfig(clusterId, nodeId, defaults, wal, limits, upkeep);
    }

    public LogDirectoryConfig withUpkeep(UpkeepSettings settings) {
        return new LogDirectoryConfig(clusterId, nodeId, defaults, wal, tails, settings);
    }

    /** What one of so many directories of a broker may use, where a bound is about the process and not about the disk. */
    LogDirectoryConfig sharedAmong(int directories) {
        return withTails(tails.sharedAmong(directories)).withUpkeep(upkeep.sharedAmong(directories));
    }

    /**
     * The background work.
     *
     * @param retentionCheckMs how often retention and compaction look ({@code log.retention.check.interval.ms})
     * @param checkpointMs how often segments are synced and the write-ahead log is trimmed at the latest
     * @param producerIdExpirationMs when an idle producer is forgotten ({@code producer.id.expiration.ms})
     * @param maxProducersPerPartition producers remembered at most; the longest idle one goes first
     * @param maxOpenFiles segment files kept open; slices in flight may exceed it
     * @param indexCacheBytes heap for the indexes of closed segments
     */
    public record UpkeepSettings(
            long retentionCheckMs,
            long checkpointMs,
            long producerIdExpirationMs,
            int maxProducersPerPartition,
            int maxOpenFiles,
            long indexCacheBytes) {
        public static final UpkeepSettings DEFAULT =
                new UpkeepSettings(300_000, 60_000, 86_400_000, 100_000, 4096, 32L << 20);

        private UpkeepSettings sharedAmong(int directories) {
            return new UpkeepSettings(
                    retentionCheckMs,
                    checkpointMs,
                    producerIdExpirationMs,
                    maxProducersPerPartition,
                    Math.max(1, maxOpenFiles / directories),
                    indexCacheBytes / directories);
        }
    }
}
