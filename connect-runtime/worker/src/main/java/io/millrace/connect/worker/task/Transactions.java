package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.log.OversizedRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.connect.errors.ConnectException;

/** The transactions of one producer, one after the other. On the task's thread. */
final class Transactions {

    private final TaskId task;
    private final Producer<byte[], byte[]> producer;
    private boolean open;

    Transactions(TaskId task, Producer<byte[], byte[]> producer) {
        this.task = task;
        this.producer = producer;
    }

    /** Fences every producer that had the task before, and ends what it left. */
    void init() {
        try {
            producer.initTransactions();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new ConnectException(
                    "Task " + task
                            + " cannot have transactions, which exactly once needs. It needs the operations WRITE"
                            + " and DESCRIBE on its transactional id; without it, set exactly.once.source.support=disabled"
                            + " on the worker: " + e,
                    e);
        }
    }

    boolean open() {
        return open;
    }

    /** Adds a record to the open transaction, or to a new one. */
    void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        try {
            begin();
            var unused = producer.send(record, callback);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw failure("Unrecoverable exception trying to send", e);
        }
    }

    /** Commits the open transaction, or a new one, with these as its last records. When it throws, nothing is certain. */
    void commit(List<ProducerRecord<byte[], byte[]>> last) {
        // The commit throws what goes wrong in the background, without saying with which record.
        AtomicReference<Throwable> refused = new AtomicReference<>();
        try {
            begin();
            for (ProducerRecord<byte[], byte[]> record : last) {
                var unused = producer.send(record, (metadata, failure) -> {
                    if (failure instanceof RecordTooLargeException) {
                        refused.compareAndSet(
                                null, OversizedRecord.explained(record, OversizedRecord.Writer.CONNECTOR, failure));
                    }
                });
            }
            producer.commitTransaction();
            open = false;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            Throwable cause = refused.get() == null ? e : refused.get();
            throw failure("The transaction of task " + task + " was not committed", cause);
        }
    }

    /** Drops what is in the open transaction, if one is. */
    void abort() {
        if (!open) {
            return;
        }
        try {
            producer.abortTransaction();
            open = false;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw failure("The transaction of task " + task + " was not aborted", e);
        }
    }

    private void begin() {
        if (!open) {
            producer.beginTransaction();
            open = true;
        }
    }

    /** With advice where the broker took the transaction away. */
    ConnectException failure(String what, Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof ProducerFencedException || one instanceof InvalidProducerEpochException) {
                return new ConnectException(
                        what + ". Either task " + task + " was started anew elsewhere, which is as it should be, or its"
                                + " transaction was open for longer than the producer's transaction.timeout.ms and the"
                                + " broker ended it. Against the latter: raise"
                                + " producer.override.transaction.timeout.ms (up to the broker's"
                                + " transaction.max.timeout.ms), make transactions smaller (transaction.boundary=poll,"
                                + " or a shorter transaction.boundary.interval.ms), or make the producer faster.",
                        cause);
            }
        }
        return new ConnectException(what, cause);
    }
}
