/**
 * The disk engine of the commit log: one {@link io.millrace.broker.log.LogDirectory} per data directory, one
 * {@link io.millrace.broker.log.PartitionLog} per partition replica in it, and {@link
 * io.millrace.broker.log.LogDirectories} over all directories of a broker.
 *
 * <p>Floor 0: knows kafka-clients' record classes and nothing else of the broker. Threads: one group-commit thread and
 * one upkeep thread per directory; everything else runs on the caller's thread.
 */
package io.millrace.broker.log;
