package io.millrace.connect.worker.letters;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.DeadLetterPartition;
import io.millrace.connect.worker.control.RedriveResult;
import io.millrace.connect.worker.control.StoredLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Sends dead letters back to the topics that their records came from, in one transaction with the place up to which that
 * was done; so each goes back once, whatever dies in between. See docs/decisions/0009-dead-letters-go-back-to-their-topic.md.
 */
final class Redrive implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final LetterReader reader;
    private final WayBack wayBack;
    private final KafkaProducer<byte[], byte[]> producer;

    /** {@code producer} has a transactional id that all re-drives of the connector share, so that the last one wins. */
    Redrive(LetterReader reader, WayBack wayBack, Map<String, Object> producer) {
        this.reader = reader;
        this.wayBack = wayBack;
        this.producer = new KafkaProducer<>(producer);
    }

    RedriveResult run(int max) {
        // Before the places are read: an earlier re-drive that is still under way may move them no more.
        producer.initTransactions();
        List<DeadLetterPartition> partitions = reader.partitions();
        List<StoredLetter> passedOver = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        long redriven = 0;
        long remaining = 0;
        producer.beginTransaction();
        try {
            for (DeadLetterPartition partition : partitions) {
                int left = max - Math.toIntExact(redriven) - passedOver.size();
                long place = partition.redriveOffset();
                if (left > 0) {
                    for (ConsumerRecord<byte[], byte[]> letter :
                            reader.read(partition.partition(), place, partition.endOffset(), left)) {
                        WayBack.Answer answer = wayBack.of(letter);
                        if (answer.record() == null) {
                            passedOver.add(new StoredLetter(letter, answer.refusal()));
                        } else {
                            send(answer.record());
                            redriven++;
                        }
                        place = letter.offset() + 1;
                    }
                    places.put(
                            new TopicPartition(partition.topic(), partition.partition()), new OffsetAndMetadata(place));
                }
                remaining += partition.endOffset() - place;
            }
            producer.sendOffsetsToTransaction(places, reader.group());
            producer.commitTransaction();
        } catch (ControlException e) {
            abort(e);
            throw e;
        } catch (RuntimeException e) {
            abort(e);
            throw new ConnectException("Nothing was re-driven: " + e.getMessage(), e);
        }
        return new RedriveResult(redriven, passedOver, remaining);
    }

    /** The record's partition, unless its topic was made again with fewer. */
    private void send(ProducerRecord<byte[], byte[]> record) {
        boolean there = record.partition() != null
                && producer.partitionsFor(record.topic()).size() > record.partition();
        // A send that fails fails the commit.
        var unused = producer.send(
                there || record.partition() == null
                        ? record
                        : new ProducerRecord<>(
                                record.topic(),
                                null,
                                record.timestamp(),
                                record.key(),
                                record.value(),
                                record.headers()));
    }

    private void abort(RuntimeException cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            // The next re-drive, or the transaction's timeout, ends it.
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
