package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends records of a table in transactions under one id, which the next writer of that id ends: what it has not committed
 * by then it never will. After a failure it is thrown away. For one thread at a time.
 */
final class TableWriter<R> implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final StoreConfig config;
    private final TableFormat<?, R> format;

    /** Returns when no writer before can commit any more. */
    TableWriter(StoreConfig config, TableFormat<?, R> format) {
        this.config = config;
        this.format = format;
        this.producer = new KafkaProducer<>(
                ClientProperties.transactionalProducer(config, transactionalId(config.topic())),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException | IllegalStateException e) {
            close();
            throw failure("cannot be opened for writing", e);
        }
    }

    static String transactionalId(String topic) {
        return topic + "-writer";
    }

    /**
     * Appends all or none, and answers the offset of the last one. What an exception says of the outcome is so: unless it
     * says that it is unknown, nothing was or will be there.
     */
    long append(List<R> records, ReplayedTable<?, R> replayed) {
        long last = send(records, replayed);
        try {
            producer.commitTransaction();
            return last;
        } catch (KafkaException | IllegalStateException e) {
            throw failure("did not confirm a transaction", e).ofUnknownOutcome();
        }
    }

    /** Nobody reads any of it unless it is committed. */
    private long send(List<R> records, ReplayedTable<?, R> replayed) {
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (R each : records) {
                sent.add(producer.send(
                        new ProducerRecord<>(config.topic(), 0, replayed.keyBytes(each), format.value(each))));
            }
            producer.flush();
            long last = -1;
            for (Future<RecordMetadata> each : sent) {
                last = each.get(config.timeoutMs(), TimeUnit.MILLISECONDS).offset();
            }
            return last;
        } catch (KafkaException | IllegalStateException | TimeoutException e) {
            throw failure("cannot be written", e);
        } catch (ExecutionException e) {
            throw failure("refused a record", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was not waited for", e);
        }
    }

    private StoreException failure(String what, Throwable cause) {
        if (isFenced(cause)) {
            return new StoreException(
                    RegistryErrorCode.UNKNOWN_LEADER,
                    "another instance writes the topic of " + format.what() + " now; try again",
                    cause);
        }
        boolean late =
                cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException;
        return new StoreException(
                late ? RegistryErrorCode.STORE_TIMEOUT : RegistryErrorCode.STORE_ERROR,
                "the topic " + config.topic() + " " + what + ": " + cause.getMessage(),
                cause);
    }

    private static boolean isFenced(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof ProducerFencedException || each instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
