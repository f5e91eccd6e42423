package io.millrace.gateway.once;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The transactions of one slot, for as long as no other node fences it. One thread at a time. */
final class SlotProducer implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    private SlotProducer(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Fences whoever had the transactional id, and returns when no transaction of theirs is open. */
    static SlotProducer own(Map<String, Object> settings) {
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException | Error e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        return new SlotProducer(producer);
    }

    /** Makes the record of the answer from what the others became. */
    @FunctionalInterface
    interface Result {
        ProducerRecord<byte[], byte[]> of(List<RecordMetadata> written);
    }

    /**
     * Writes all and the result, or nothing.
     *
     * @return where the result lies
     * @throws OwnershipLostException if nothing is known of the outcome
     */
    RecordMetadata write(List<ProducerRecord<byte[], byte[]>> records, Result result) throws OwnershipLostException {
        RecordMetadata written;
        try {
            producer.beginTransaction();
            List<RecordMetadata> before = written(records);
            written = written(List.of(result.of(before))).get(0);
        } catch (RuntimeException e) {
            abort(e);
            throw e;
        }
        try {
            producer.commitTransaction();
        } catch (KafkaException e) {
            // It may be committed nevertheless: who owns the slot next will see.
            throw new OwnershipLostException(e);
        }
        return written;
    }

    private List<RecordMetadata> written(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<byte[], byte[]> each : records) {
            sent.add(producer.send(each));
        }
        producer.flush();
        List<RecordMetadata> written = new ArrayList<>(records.size());
        for (Future<RecordMetadata> each : sent) {
            written.add(got(each));
        }
        return written;
    }

    private static RecordMetadata got(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void abort(RuntimeException because) throws OwnershipLostException {
        if (isFenced(because)) {
            throw new OwnershipLostException(because);
        }
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            e.addSuppressed(because);
            throw new OwnershipLostException(e);
        }
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ProducerFencedException
                    || each instanceof InvalidProducerEpochException
                    || each instanceof TransactionAbortableException) {
                return true;
            }
        }
        return false;
    }

    /** What is open is left to whoever owns the slot next, or to the transaction's timeout. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
