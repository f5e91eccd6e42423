/**
 * Classes of the stock runtime that plugins lean on, written anew over the public clients with the members they call.
 *
 * <p>Floor: connect-api and kafka-clients. Thread: {@code KafkaBasedLog} has one of its own, which calls back.
 */
package org.apache.kafka.connect.util;
