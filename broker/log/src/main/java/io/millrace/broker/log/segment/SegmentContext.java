package io.millrace.broker.log.segment;

import io.millrace.broker.log.file.FileStore;

/** What all segments of a data directory share. */
public record SegmentContext(FileStore store, OpenFiles openFiles, IndexCache indexCache, TailMemory tails) {}
