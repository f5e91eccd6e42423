package io.millrace.connect.worker.task;

import io.millrace.connect.worker.errors.StageRunner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Takes the records that a sink task itself gives up (KIP-610). Any thread of the task may call it. */
record ErrantRecords(StageRunner stages, Converters converters) implements ErrantRecordReporter {

    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        ProcessingContext<ConsumerRecord<byte[], byte[]>> context = new ProcessingContext<>(original(record));
        context.currentContext(Stage.TASK_PUT, SinkTask.class);
        context.error(error);
        CompletableFuture<Void> reported = stages.giveUp(context);
        // Offsets may be committed only when the report is safe, whether the task waits for it or not.
        stages.remember(reported);
        return reported;
    }

    private ConsumerRecord<byte[], byte[]> original(SinkRecord record) {
        if (record instanceof InternalSinkRecord internal) {
            return internal.context().original();
        }
        // A record that the task made itself has lost its bytes; the converters make them again.
        Headers headers = converters.headerBytes(record);
        byte[] key = converters.keyBytes(record, headers);
        byte[] value = converters.valueBytes(record, headers);
        return new ConsumerRecord<>(
                record.topic(),
                record.kafkaPartition() == null ? 0 : record.kafkaPartition(),
                record.kafkaOffset(),
                record.timestamp() == null ? ConsumerRecord.NO_TIMESTAMP : record.timestamp(),
                record.timestampType() == null ? TimestampType.NO_TIMESTAMP_TYPE : record.timestampType(),
                key == null ? ConsumerRecord.NULL_SIZE : key.length,
                value == null ? ConsumerRecord.NULL_SIZE : value.length,
                key,
                value,
                headers,
                java.util.Optional.empty());
    }
}
