/**
 * The settings of the sink: names as in Confluent's HDFS connector, one record for each concern.
 *
 * <p>Floor: connectors/hdfs, beside {@code commit}. Thread: any.
 */
package io.millrace.connectors.hdfs.config;
