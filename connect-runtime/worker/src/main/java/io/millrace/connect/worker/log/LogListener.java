package io.millrace.connect.worker.log;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hears every record of a compacted topic, in the order of its partition. */
@FunctionalInterface
public interface LogListener {

    /** Runs on the reading thread. What it throws is logged and the record is passed over. */
    void on(ConsumerRecord<byte[], byte[]> entry);

    /** Lets each hear a record after those before it. */
    static LogListener inOrder(LogListener... listeners) {
        List<LogListener> all = List.of(listeners);
        return entry -> all.forEach(listener -> listener.on(entry));
    }
}
