/**
 * The shared write-ahead log of a data directory: every append of every partition, made durable by group commit in
 * preallocated, reused files, and read back after an unclean stop.
 *
 * <p>Floor 0. Threads: any appender, one group-commit thread, one thread that prepares files.
 *
 * <p>A position counts bytes since the beginning of time: {@code sequence * fileBytes + byte in file}. Each entry carries
 * its own position, so what an earlier life of a reused file left behind is never taken for an entry.
 *
 * <p>A group begins at a block of the file system and is filled up to the end of one by an entry that says so: direct
 * writes need whole blocks, and a block that has something acknowledged is never written again. As the filling is an
 * entry, with position and checksum, entries still follow one another without a gap up to the end of the log.
 */
package io.millrace.broker.log.wal;
