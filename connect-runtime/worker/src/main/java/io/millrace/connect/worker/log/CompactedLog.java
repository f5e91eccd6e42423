package io.millrace.connect.worker.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A few compacted topics, replayed from their beginning and then followed, and written with the answer "I have read it
 * back": whoever waits for a write finds it in every table that the listeners keep.
 */
public final class CompactedLog implements AutoCloseable {

    /** Writes that wait to be handed to the producer; beyond that a write fails at once. */
    private static final int WRITES_QUEUED_MAX = 10_000;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final OversizedRecord.Writer settings;
    private final LogReader reader;
    private final ThreadPoolExecutor writer;

    /**
     * Does not read yet.
     *
     * @param writer where the settings of {@code producerConfig} come from
     * @param listeners by topic; they run on the reading thread and must be quick
     */
    public CompactedLog(
            String name,
            Map<String, Object> consumerConfig,
            Map<String, Object> producerConfig,
            OversizedRecord.Writer writer,
            Map<String, LogListener> listeners) {
        this.producer = new KafkaProducer<>(producerConfig);
        this.settings = writer;
        this.reader = new LogReader(name, consumerConfig, listeners);
        this.writer =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WRITES_QUEUED_MAX), task -> {
                    Thread thread = new Thread(task, name + "-writer");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Starts to read; the future completes when everything that was in the topics at this moment has been heard. */
    public CompletableFuture<Void> start() {
        reader.start();
        return reader.readToEnd();
    }

    /** Completes when everything that was committed in the topics at the time of the call has been heard. */
    public CompletableFuture<Void> readToEnd() {
        return reader.readToEnd();
    }

    /**
     * Completes when everything that was written to one of the topics at the time of the call has been heard. Waits for
     * the end of the transactions that are open there: what was committed behind the first record of one cannot be read
     * before.
     */
    public CompletableFuture<Void> readWritten(String topic) {
        return reader.readWritten(topic);
    }

    /** Writes one record (null deletes its key) and completes when it has been heard. */
    public CompletableFuture<Void> write(String topic, byte[] key, byte[] value) {
        return append(topic, key, value).thenCompose(reader::heard);
    }

    /** Writes one record and completes when the broker has it. */
    public CompletableFuture<RecordMetadata> append(String topic, byte[] key, byte[] value) {
        CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
        try {
            writer.execute(() -> send(new ProducerRecord<>(topic, key, value), written));
        } catch (RejectedExecutionException e) {
            written.completeExceptionally(new IllegalStateException("too many writes wait for topic " + topic, e));
        }
        return written;
    }

    /** Writes records in order; completes when the last one has been heard. */
    public CompletableFuture<Void> writeAll(String topic, List<Map.Entry<byte[], byte[]>> records) {
        CompletableFuture<?>[] writes = records.stream()
                .map(record -> write(topic, record.getKey(), record.getValue()))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(writes);
    }

    /** Why nothing has been read lately; empty while all is well. */
    public Optional<String> trouble() {
        return reader.trouble();
    }

    private void send(ProducerRecord<byte[], byte[]> entry, CompletableFuture<RecordMetadata> written) {
        try {
            var unused = producer.send(entry, (metadata, failure) -> {
                if (failure != null) {
                    written.completeExceptionally(OversizedRecord.explained(entry, settings, failure));
                } else {
                    written.complete(metadata);
                }
            });
        } catch (RuntimeException e) {
            written.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_TIMEOUT);
        reader.close();
    }
}
