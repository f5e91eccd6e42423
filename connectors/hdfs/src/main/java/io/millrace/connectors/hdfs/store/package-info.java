/**
 * The file system behind one small port, with the only operation that the sink's promise rests on: publishing a file
 * under a name that is free, atomically, or not at all.
 *
 * <p>Floor: connectors/hdfs, lowest room. Thread: the task's.
 */
package io.millrace.connectors.hdfs.store;
