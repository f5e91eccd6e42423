package org.apache.kafka.connect.runtime;

import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A sink record that remembers the bytes it was read from. Debezium's JDBC sink asks for them and loses records silently
 * when it gets a plain {@link SinkRecord}; so every record that a sink task sees is one of these.
 */
public class InternalSinkRecord extends SinkRecord {
    private final ProcessingContext<ConsumerRecord<byte[], byte[]>> context;

    /** The record as converted and transformed, with where it came from. */
    public InternalSinkRecord(ProcessingContext<ConsumerRecord<byte[], byte[]>> context, SinkRecord record) {
        super(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.kafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                record.headers(),
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset());
        this.context = context;
    }

    private InternalSinkRecord(InternalSinkRecord origin, SinkRecord changed) {
        this(origin.context, changed);
    }

    @Override
    public SinkRecord newRecord(
            String topic,
            Integer kafkaPartition,
            Schema keySchema,
            Object key,
            Schema valueSchema,
            Object value,
            Long timestamp,
            Iterable<Header> headers) {
        return new InternalSinkRecord(
                this, super.newRecord(topic, kafkaPartition, keySchema, key, valueSchema, value, timestamp, headers));
    }

    /** The original record and its way so far. */
    public ProcessingContext<ConsumerRecord<byte[], byte[]>> context() {
        return context;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof InternalSinkRecord that
                        && super.equals(that)
                        && Objects.equals(context, that.context));
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hashCode(context);
    }
}
