package io.millrace.connect.worker.task;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.source.SourceRecord;

/** A polled record on its way, with the bytes that became of it once it has any. */
final class SourceProcessing extends ProcessingContext<SourceRecord> {

    private ProducerRecord<byte[], byte[]> converted;

    SourceProcessing(SourceRecord original) {
        super(original);
    }

    void converted(ProducerRecord<byte[], byte[]> bytes) {
        converted = bytes;
    }

    /** Null until the record was converted. */
    ProducerRecord<byte[], byte[]> converted() {
        return converted;
    }
}
