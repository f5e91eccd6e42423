package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.config.RotationSettings;
import java.time.Instant;

/** When the open files of a partition end. Knows counts and times only; the caller says when it is. */
final class Rotation {

    private static final long NOTHING = Long.MIN_VALUE;

    private final RotationSettings settings;
    private int recordCount;
    private long largestFileBytes;
    private long firstEventMs = NOTHING;
    private long lastArrivalMs = NOTHING;
    private long scheduledMs = NOTHING;

    Rotation(RotationSettings settings) {
        this.settings = settings;
    }

    /** Whether a record with this event time belongs into the next commit; asked before it is written. */
    boolean isDueBefore(long eventMs) {
        return settings.eventSpanMs() > 0
                && firstEventMs != NOTHING
                && eventMs - firstEventMs >= settings.eventSpanMs();
    }

    /** Whether records carry event times that matter here. */
    boolean usesEventTime() {
        return settings.eventSpanMs() > 0;
    }

    /** A record was written. */
    void wrote(long eventMs, long fileBytes, long nowMs) {
        if (recordCount == 0) {
            firstEventMs = eventMs;
            scheduledMs = settings.scheduleMs() > 0 ? nextGridMs(nowMs) : NOTHING;
        }
        recordCount++;
        largestFileBytes = Math.max(largestFileBytes, fileBytes);
        lastArrivalMs = nowMs;
    }

    /** Whether the commit is full. */
    boolean isFull() {
        return recordCount >= settings.maxRecords() || largestFileBytes >= settings.maxBytes();
    }

    /** Whether the clock alone ends the files. */
    boolean isDueAt(long nowMs) {
        if (recordCount == 0) {
            return false;
        }
        boolean idle = settings.idleMs() > 0 && nowMs - lastArrivalMs >= settings.idleMs();
        return idle || (scheduledMs != NOTHING && nowMs >= scheduledMs);
    }

    /** Starts again, after a commit or when the files were given up. */
    void reset() {
        recordCount = 0;
        largestFileBytes = 0;
        firstEventMs = NOTHING;
        lastArrivalMs = NOTHING;
        scheduledMs = NOTHING;
    }

    /** The grid is aligned to midnight of the zone, so that an hour of files is an hour on people's clocks. */
    private long nextGridMs(long nowMs) {
        long zoneMs = settings.zone()
                        .getRules()
                        .getOffset(Instant.ofEpochMilli(nowMs))
                        .getTotalSeconds()
                * 1_000L;
        long localMs = nowMs + zoneMs;
        return nowMs + settings.scheduleMs() - Math.floorMod(localMs, settings.scheduleMs());
    }
}
