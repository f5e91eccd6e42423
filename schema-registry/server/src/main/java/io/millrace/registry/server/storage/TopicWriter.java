package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.record.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends records under one writer's name; after a failure it is thrown away together with that name. */
final class TopicWriter implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int timeoutMs;
    private final String name;

    TopicWriter(StoreConfig config, String name) {
        this.producer = new KafkaProducer<>(
                ClientProperties.producer(config), new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = config.topic();
        this.timeoutMs = config.timeoutMs();
        this.name = name;
    }

    String name() {
        return name;
    }

    /**
     * Appends in order, and all or none of up to {@link ClientProperties#APPEND_BYTES}; answers the records as the topic
     * has them. After an exception it is unknown what was appended.
     */
    List<ConsumerRecord<byte[], byte[]>> append(List<RecordCodec.Encoded> records) {
        try {
            List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (RecordCodec.Encoded record : records) {
                ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, 0, record.key(), record.value());
                message.headers().add(RecordApplier.WRITER_HEADER, name.getBytes(StandardCharsets.UTF_8));
                messages.add(message);
                sent.add(producer.send(message));
            }
            // Until now all of them wait, to be one batch.
            producer.flush();
            List<ConsumerRecord<byte[], byte[]>> stored = new ArrayList<>();
            for (int i = 0; i < sent.size(); i++) {
                stored.add(stored(messages.get(i), sent.get(i).get(timeoutMs, TimeUnit.MILLISECONDS)));
            }
            return stored;
        } catch (TimeoutException | org.apache.kafka.common.errors.TimeoutException e) {
            throw new StoreException(
                    RegistryErrorCode.STORE_TIMEOUT, "the schemas topic did not confirm in " + timeoutMs + " ms", e);
        } catch (ExecutionException e) {
            RegistryErrorCode code = e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    ? RegistryErrorCode.STORE_TIMEOUT
                    : RegistryErrorCode.STORE_ERROR;
            throw new StoreException(
                    code, "the schemas topic refused a record: " + e.getCause().getMessage(), e);
        } catch (KafkaException | IllegalStateException e) {
            throw new StoreException(
                    RegistryErrorCode.STORE_ERROR, "the schemas topic cannot be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(RegistryErrorCode.STORE_ERROR, "interrupted while writing", e);
        }
    }

    /** What a reader finds. */
    private static ConsumerRecord<byte[], byte[]> stored(
            ProducerRecord<byte[], byte[]> message, RecordMetadata confirmation) {
        return new ConsumerRecord<>(
                message.topic(),
                message.partition(),
                confirmation.offset(),
                confirmation.timestamp(),
                TimestampType.NO_TIMESTAMP_TYPE,
                confirmation.serializedKeySize(),
                confirmation.serializedValueSize(),
                message.key(),
                message.value(),
                message.headers(),
                Optional.empty());
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
