package io.millrace.gateway.once;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.ClientSettings;
import io.millrace.gateway.kafka.KafkaProblems;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of answers. Who owns its transactional id may add to it, so that there is one writer among all nodes; a
 * former owner that does not know it yet finds out when it tries. Its requests are done one after the other. One thread.
 */
final class ResultSlot implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ResultSlot.class);
    private static final int ATTEMPTS_MAX = 10;
    private static final int PAUSE_MS_MAX = 200;

    private final ClientSettings clients;
    private final TopicPartition partition;
    private final KnownResults known;

    /** Null while others may own the slot. */
    private SlotProducer producer;

    ResultSlot(ClientSettings clients, OnceConfig config, TopicPartition partition, int slots) {
        this.clients = clients;
        this.partition = partition;
        this.known = new KnownResults(
                clients.reader(IsolationLevel.READ_COMMITTED),
                partition,
                config.retentionMs(),
                Math.max(1, config.keysMax() / slots));
    }

    /** The answer of the first request with this key, which this may be. */
    Answer answer(Digest key, Digest request, Work work) {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            try {
                Answer first = known(key, request);
                return first == null ? write(key, request, work) : first;
            } catch (OwnershipLostException e) {
                LOGGER.atInfo()
                        .addKeyValue("partition", partition)
                        .addKeyValue("cause", e.getCause().toString())
                        .log("owning the answers again");
                disown();
                pause(attempt);
            } catch (Error e) {
                // It may have come between any two steps: of the transaction, and of what was read, nothing is known.
                disown();
                throw e;
            }
        }
        throw HttpProblemException.passing(
                503,
                KafkaProblems.KAFKA_RETRIABLE_ERROR,
                "Other nodes work on the same keys, or the cluster does not answer; try again with the same key");
    }

    private Answer known(Digest key, Digest request) {
        if (producer == null) {
            producer = SlotProducer.own(clients.transactional(partition.toString()));
            try {
                known.readToEnd();
            } catch (RuntimeException e) {
                // Not to be taken for the owner of what it has not read.
                disown();
                throw e;
            }
        }
        KnownResults.Known found = known.find(key, System.currentTimeMillis());
        if (found == null) {
            known.requireRoom();
            return null;
        }
        if (!found.request().equals(request)) {
            throw new HttpProblemException(
                    422, "Another request had the same " + IdempotencyKey.HEADER + "; a new request needs a new one");
        }
        byte[] body = known.answer(found);
        return body == null ? null : new Answer(body, true);
    }

    private Answer write(Digest key, Digest request, Work work) throws OwnershipLostException {
        List<ProducerRecord<byte[], byte[]>> records = work.records();
        long nowMs = System.currentTimeMillis();
        byte[][] answer = new byte[1][];
        RecordMetadata written = producer.write(records, before -> {
            answer[0] = work.answer(before);
            return KnownResults.record(partition, nowMs, key, request, answer[0]);
        });
        known.add(key, new KnownResults.Known(request, written.offset(), nowMs));
        return new Answer(answer[0], false);
    }

    /** Nodes that fence each other must not go on in step. */
    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MS_MAX) * (long) attempt / ATTEMPTS_MAX);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void disown() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }

    @Override
    public void close() {
        disown();
        known.close();
    }
}
