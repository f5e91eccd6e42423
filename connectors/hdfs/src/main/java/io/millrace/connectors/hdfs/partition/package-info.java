/**
 * Which folder a record goes to: a pure function of the record and, for one extractor, of the time that is passed in.
 *
 * <p>Floor: connectors/hdfs, beside {@code commit}. Thread: the task's.
 */
package io.millrace.connectors.hdfs.partition;
