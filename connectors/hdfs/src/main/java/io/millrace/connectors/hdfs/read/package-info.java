/**
 * Reads committed files back, for proofs that each record is there once.
 *
 * <p>Floor: connectors/hdfs, above {@code config}. Thread: any one.
 */
package io.millrace.connectors.hdfs.read;
