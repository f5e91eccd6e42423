package io.millrace.connect.worker.task;

import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.errors.StoppingException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes polled records through transformations and converters to the producer, and keeps account of their offsets. */
final class SourceSender {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceSender.class);

    /** Offsets that wait to be committed; beyond that the task waits before it goes on. */
    private static final int UNCOMMITTED_MAX = 200_000;

    /** Whole records that wait for one before them; beyond that the task waits before it goes on. */
    private static final int UNRECEIPTED_MAX = 20_000;

    private static final long FULL_PAUSE_MS = 20;
    private static final long RETRY_PAUSE_MS = 100;

    private final SourceParts parts;
    private final AckTracker acks;
    private final TaskSwitch control;
    private final TaskRunner runner;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean ended;

    SourceSender(SourceParts parts, AckTracker acks, TaskSwitch control, TaskRunner runner) {
        this.parts = parts;
        this.acks = acks;
        this.control = control;
        this.runner = runner;
    }

    /** Sends a batch; returns early, without loss, when it is time to stop: what was not submitted is polled again. */
    void send(List<SourceRecord> batch, OffsetFlusher flusher) {
        for (SourceRecord polled : batch) {
            if (!awaitRoom(flusher)) {
                return;
            }
            throwFailure();
            try {
                if (!sendOne(polled)) {
                    return;
                }
            } catch (StoppingException | InterruptException e) {
                if (!control.stopping()) {
                    throw e;
                }
                LOGGER.debug(
                        "stopped between poll and send task={}", runner.spec().id(), e);
                return;
            }
        }
    }

    /** From here on the producer is closed, and what it cuts off says nothing of the records. */
    void end() {
        ended = true;
    }

    private boolean awaitRoom(OffsetFlusher flusher) {
        while (acks.uncommitted() >= UNCOMMITTED_MAX || acks.unreceipted() >= UNRECEIPTED_MAX) {
            throwFailure();
            if (acks.uncommitted() >= UNCOMMITTED_MAX) {
                flusher.flushSoon();
            }
            if (!control.elapse(FULL_PAUSE_MS)) {
                return false;
            }
        }
        return true;
    }

    /** Throws what a send reported in the background. */
    void throwFailure() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new ConnectException("Unrecoverable exception from producer send callback", failed);
        }
    }

    private boolean sendOne(SourceRecord polled) {
        ProcessingContext<SourceRecord> context = new ProcessingContext<>(polled);
        SourceRecord transformed = parts.chain().apply(context, polled);
        ProducerRecord<byte[], byte[]> converted = transformed == null ? null : convert(context, transformed);
        if (converted == null) {
            acks.acknowledge(acks.submit(polled), null, this::commitRecord);
            return true;
        }
        parts.topics().ifPresent(topics -> topics.ensure(converted.topic()));
        AckTracker.Submitted submitted = acks.submit(polled);
        while (true) {
            try {
                var unused = parts.producer()
                        .send(converted, (metadata, error) -> onSent(context, submitted, metadata, error));
                return true;
            } catch (InterruptException e) {
                acks.withdraw(submitted);
                throw e;
            } catch (org.apache.kafka.common.errors.RetriableException | RetriableException e) {
                LOGGER.warn(
                        "send failed, trying again task={} topic={}",
                        runner.spec().id(),
                        converted.topic(),
                        e);
                if (!control.elapse(RETRY_PAUSE_MS)) {
                    acks.withdraw(submitted);
                    return false;
                }
            } catch (KafkaException e) {
                acks.lose();
                throw new ConnectException("Unrecoverable exception trying to send", e);
            }
        }
    }

    private ProducerRecord<byte[], byte[]> convert(ProcessingContext<?> context, SourceRecord record) {
        StageRunner stages = parts.stages();
        Converters converters = parts.converters();
        Headers headers = stages.run(
                context,
                Stage.HEADER_CONVERTER,
                converters.header().instance().getClass(),
                () -> converters.headerBytes(record));
        byte[] key = stages.run(
                context,
                Stage.KEY_CONVERTER,
                converters.key().instance().getClass(),
                () -> converters.keyBytes(record, headers));
        byte[] value = stages.run(
                context,
                Stage.VALUE_CONVERTER,
                converters.value().instance().getClass(),
                () -> converters.valueBytes(record, headers));
        if (context.failed()) {
            return null;
        }
        Long timestamp = record.timestamp() != null && record.timestamp() >= 0 ? record.timestamp() : null;
        return new ProducerRecord<>(record.topic(), record.kafkaPartition(), timestamp, key, value, headers);
    }

    /** On the producer's thread. */
    private void onSent(
            ProcessingContext<SourceRecord> context,
            AckTracker.Submitted submitted,
            RecordMetadata metadata,
            Throwable error) {
        if (ended || control.abandoned()) {
            return;
        }
        RecordMetadata written = metadata;
        if (error != null) {
            context.currentContext(Stage.KAFKA_PRODUCE, SourceTask.class);
            context.error(error);
            try {
                parts.stages().remember(parts.stages().giveUp(context));
            } catch (ConnectException notTolerated) {
                acks.lose();
                failure.compareAndSet(null, error);
                return;
            }
            // Skipped, hence done with: KIP-779.
            written = null;
        }
        try {
            acks.acknowledge(submitted, written, this::commitRecord);
            if (written != null) {
                runner.tellTopic(written.topic());
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void commitRecord(AckTracker.Receipt receipt) {
        if (control.abandoned()) {
            return;
        }
        try {
            parts.task().<InterruptedException>run(task -> task.commitRecord(receipt.record(), receipt.metadata()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // As in Kafka Connect: the record is in the topic, so a complaint about its receipt must not stop the task.
            LOGGER.error("commitRecord failed task={}", runner.spec().id(), e);
        }
    }
}
