package io.millrace.broker.log;

/** A snapshot of what a directory has done since it was opened. */
public record LogDirectoryCounters(
        long appendedBytes, long groupCommits, long diskFullRefusals, long strayDirectories, int walFilesInUse) {}
