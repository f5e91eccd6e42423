package io.millrace.connect.worker.log;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hears every record of a compacted topic, in the order of its partition. */
@FunctionalInterface
public interface LogListener {

    /** Runs on the reading thread. What it throws is logged and the record is passed over. */
    void on(ConsumerRecord<byte[], byte[]> entry);
}
