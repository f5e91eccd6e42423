/**
 * The internal topics: their record formats (Kafka Connect's, byte for byte) and the one reader and writer of them.
 *
 * <p>Floor: above config and topics. Threads: one that reads all topics and calls the listeners, one that sends.
 */
package io.millrace.connect.worker.log;
