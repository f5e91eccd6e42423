/**
 * A sink that writes the records of topics into partitioned files of any Hadoop file system, each record exactly once.
 *
 * <p>Rooms, from the ground up: {@code store} (the file system), {@code commit} (which files count), {@code format} and
 * {@code partition} (what files and folders look like), {@code config}, this package (the task), {@code read} (reading
 * the files back for proofs).
 *
 * <p>Floor: connectors; sees connect-api and Hadoop's client, never the runtime or the broker. Thread: one for each
 * task, the worker's.
 */
package io.millrace.connectors.hdfs;
