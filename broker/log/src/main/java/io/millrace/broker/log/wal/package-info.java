/**
 * The shared write-ahead log of a data directory: every append of every partition, made durable by group commit in
 * preallocated, reused files, and read back after an unclean stop.
 *
 * <p>Floor 0. Threads: any appender, one group-commit thread, one thread that prepares files.
 *
 * <p>A position counts bytes since the beginning of time: {@code sequence * fileBytes + byte in file}. Each entry carries
 * its own position, so what an earlier life of a reused file left behind is never taken for an entry.
 */
package io.millrace.broker.log.wal;
