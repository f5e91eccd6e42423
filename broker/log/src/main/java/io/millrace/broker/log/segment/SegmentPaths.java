package io.millrace.broker.log.segment;

import java.nio.file.Path;

/** Kafka's file names of a segment. */
public record SegmentPaths(Path log, Path offsetIndex, Path timeIndex) {
    public static final String LOG_SUFFIX = ".log";
    public static final String INDEX_SUFFIX = ".index";
    public static final String TIME_INDEX_SUFFIX = ".timeindex";

    /** Files that wait for their removal. */
    public static final String DELETED_SUFFIX = ".deleted";

    /** What a compaction has written that was not yet swapped in. */
    public static final String CLEANED_SUFFIX = ".cleaned";

    static SegmentPaths of(Path directory, long baseOffset) {
        String stem = String.format("%020d", baseOffset);
        return new SegmentPaths(
                directory.resolve(stem + LOG_SUFFIX),
                directory.resolve(stem + INDEX_SUFFIX),
                directory.resolve(stem + TIME_INDEX_SUFFIX));
    }

    static long baseOffsetOf(Path log) {
        String name = log.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - LOG_SUFFIX.length()));
    }
}
