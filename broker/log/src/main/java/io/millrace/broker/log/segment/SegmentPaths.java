package io.millrace.broker.log.segment;

import io.millrace.broker.log.file.OffsetName;
import java.nio.file.Path;

/** Kafka's file names of a segment; made when they are asked for, because thousands of segments are never touched. */
public record SegmentPaths(Path directory, long baseOffset) {
    public static final String LOG_SUFFIX = ".log";
    public static final String INDEX_SUFFIX = ".index";
    public static final String TIME_INDEX_SUFFIX = ".timeindex";
    public static final String TRANSACTION_INDEX_SUFFIX = ".txnindex";

    /** Files that wait for their removal. */
    public static final String DELETED_SUFFIX = ".deleted";

    /** Segments that recovery took off the log, until an opening finds the log undamaged without them. */
    public static final String ASIDE_SUFFIX = ".aside";

    /** What a compaction has written that was not yet swapped in. */
    public static final String CLEANED_SUFFIX = ".cleaned";

    Path log() {
        return OffsetName.of(directory, baseOffset, LOG_SUFFIX);
    }

    Path offsetIndex() {
        return OffsetName.of(directory, baseOffset, INDEX_SUFFIX);
    }

    Path timeIndex() {
        return OffsetName.of(directory, baseOffset, TIME_INDEX_SUFFIX);
    }

    public Path transactionIndex() {
        return OffsetName.of(directory, baseOffset, TRANSACTION_INDEX_SUFFIX);
    }

    static long baseOffsetOf(Path log) {
        return OffsetName.parse(log, LOG_SUFFIX).orElseThrow();
    }
}
