package io.millrace.connect.worker.task;

import io.millrace.connect.worker.errors.StageRunner;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Makes the record that a sink task sees of the bytes that were consumed.
 *
 * @param refusal why a record is not to be converted at all; null for one that is
 */
record SinkConversion(
        Converters converters,
        StageChain chain,
        StageRunner stages,
        Function<ConsumerRecord<byte[], byte[]>, RecordTooLargeException> refusal) {

    /** Null when a step dropped the record or it was given up. */
    InternalSinkRecord convert(ConsumerRecord<byte[], byte[]> consumed) {
        ProcessingContext<ConsumerRecord<byte[], byte[]>> context = new ProcessingContext<>(consumed);
        RecordTooLargeException tooLarge = refusal.apply(consumed);
        if (tooLarge != null) {
            context.currentContext(Stage.KAFKA_CONSUME, SinkTask.class);
            context.error(tooLarge);
            stages.remember(stages.giveUp(context));
            return null;
        }
        SchemaAndValue key = stages.run(
                context,
                Stage.KEY_CONVERTER,
                converters.key().namedClass(),
                () -> converters.key(consumed.topic(), consumed.headers(), consumed.key()));
        SchemaAndValue value = stages.run(
                context,
                Stage.VALUE_CONVERTER,
                converters.value().namedClass(),
                () -> converters.value(consumed.topic(), consumed.headers(), consumed.value()));
        ConnectHeaders headers =
                consumed.headers().iterator().hasNext() ? headers(context, consumed) : new ConnectHeaders();
        if (context.failed()) {
            return null;
        }
        SinkRecord original = new SinkRecord(
                consumed.topic(),
                consumed.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                consumed.offset(),
                consumed.timestampType() == TimestampType.NO_TIMESTAMP_TYPE ? null : consumed.timestamp(),
                consumed.timestampType(),
                headers);
        SinkRecord transformed = chain.apply(context, original);
        return transformed == null || context.failed() ? null : new InternalSinkRecord(context, transformed);
    }

    private ConnectHeaders headers(
            ProcessingContext<ConsumerRecord<byte[], byte[]>> context, ConsumerRecord<byte[], byte[]> consumed) {
        return stages.run(
                context,
                Stage.HEADER_CONVERTER,
                converters.header().namedClass(),
                () -> converters.headers(consumed.topic(), consumed.headers()));
    }
}
