package io.millrace.broker.log.segment;

/** Where a batch must be before readers see it. */
public enum AppendTarget {
    /** In memory; the file gets it later. The batch must be somewhere else as well until the segment has been synced. */
    MEMORY,
    /** In the file, and in memory for readers. */
    FILE
}
