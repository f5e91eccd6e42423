/**
 * Files: Connect values in, Avro, Parquet or JSON out.
 *
 * <p>Floor: connectors/hdfs, beside {@code commit}. Thread: the task's; a format belongs to one task.
 */
package io.millrace.connectors.hdfs.format;
