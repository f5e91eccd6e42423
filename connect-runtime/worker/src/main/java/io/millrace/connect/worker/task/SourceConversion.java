package io.millrace.connect.worker.task;

import io.millrace.connect.worker.errors.StageRunner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.source.SourceRecord;

/** Takes polled records through transformations and converters. */
record SourceConversion(StageChain chain, Converters converters, StageRunner stages) {

    static SourceConversion of(SourceParts parts) {
        return new SourceConversion(parts.chain(), parts.converters(), parts.stages());
    }

    /** What to write for a record; null when a step dropped it or failed on it and that is tolerated. */
    ProducerRecord<byte[], byte[]> convert(ProcessingContext<SourceRecord> context, SourceRecord polled) {
        SourceRecord record = chain.apply(context, polled);
        if (record == null) {
            return null;
        }
        Headers headers = record.headers().isEmpty() ? new RecordHeaders() : headerBytes(context, record);
        byte[] key = stages.run(
                context,
                Stage.KEY_CONVERTER,
                converters.key().namedClass(),
                () -> converters.keyBytes(record, headers));
        byte[] value = stages.run(
                context,
                Stage.VALUE_CONVERTER,
                converters.value().namedClass(),
                () -> converters.valueBytes(record, headers));
        if (context.failed()) {
            return null;
        }
        Long timestamp = record.timestamp() != null && record.timestamp() >= 0 ? record.timestamp() : null;
        return new ProducerRecord<>(record.topic(), record.kafkaPartition(), timestamp, key, value, headers);
    }

    private Headers headerBytes(ProcessingContext<SourceRecord> context, SourceRecord record) {
        return stages.run(
                context,
                Stage.HEADER_CONVERTER,
                converters.header().namedClass(),
                () -> converters.headerBytes(record));
    }
}
