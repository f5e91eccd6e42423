package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.upkeep.Retention;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies retention to one log after the other: decide, take off the list, rename, remove later. */
final class LogRetention {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogRetention.class);

    private final DirectoryContext directory;

    LogRetention(DirectoryContext directory) {
        this.directory = directory;
    }

    void enforce(DiskPartitionLog log) throws IOException {
        LogParts parts = log.parts();
        if (!parts.configured || parts.closedReason != null || !directory.isOnline()) {
            return;
        }
        long nowMs = directory.clock().nowMs();
        parts.maintenance.lock();
        try {
            expireProducers(parts);
            List<LogSegment> gone = decide(parts, nowMs);
            if (!gone.isEmpty()) {
                takeOff(log, gone);
            }
        } finally {
            parts.maintenance.unlock();
        }
    }

    private static List<LogSegment> decide(LogParts parts, long nowMs) throws IOException {
        LogConfig config = parts.config;
        Retention.Bounds bounds = new Retention.Bounds(nowMs, parts.logStartOffset, parts.lastStableOffset());
        List<LogSegment> segments = parts.segments.all();
        return config.cleanup().delete()
                ? Retention.deletable(segments, config.retention(), bounds)
                : Retention.beforeStart(segments, bounds);
    }

    private void takeOff(DiskPartitionLog log, List<LogSegment> gone) throws IOException {
        LogParts parts = log.parts();
        parts.appending.lock();
        try {
            LogSegment active = parts.segments.active();
            if (gone.contains(active)) {
                log.appender().roll();
                // The new, empty segment carries the offset on; it must be there before the others go.
                directory.store().syncDirectory(parts.path());
            }
            List<LogSegment> kept = new ArrayList<>(parts.segments.all());
            kept.removeAll(gone);
            log.cutter().startAt(kept.get(0).baseOffset());
            parts.segments.remove(gone);
        } finally {
            parts.appending.unlock();
        }
        log.removeSegments(gone);
        LOGGER.info(
                "segments removed partition={} segments={} logStartOffset={}",
                parts.identity,
                gone.size(),
                parts.logStartOffset);
    }

    private void expireProducers(LogParts parts) {
        parts.appending.lock();
        try {
            parts.producers.expire(directory.clock().steadyMs() - directory.producerIdExpirationMs());
        } finally {
            parts.appending.unlock();
        }
    }
}
