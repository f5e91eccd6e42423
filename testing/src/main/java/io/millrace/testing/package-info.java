/**
 * Real servers for tests: PostgreSQL, Apache Kafka, HDFS, and JVMs of their own that can be killed.
 *
 * <p>Floor: below everything, in test scope only. Every fixture is started by a static {@code start}, listens on
 * loopback on a port that was free, and is gone after {@code close()}. Nothing here is a mock.
 */
package io.millrace.testing;
