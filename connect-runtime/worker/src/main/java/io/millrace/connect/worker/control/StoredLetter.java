package io.millrace.connect.worker.control;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A dead letter as it lies in its topic, with the reason why it cannot go back, empty when it can. */
public record StoredLetter(ConsumerRecord<byte[], byte[]> letter, String refusal) {}
