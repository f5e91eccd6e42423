package io.millrace.testing;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One transactional id that commits, aborts and walks away from transactions, and knows of each what became of it. Every
 * transaction writes to every partition and commits its own number as an offset.
 */
final class TransactionalWriter implements Runnable {

    private static final int ABORT_PERCENT = 15;
    private static final int ABANDON_PERCENT = 3;
    private static final int RECORDS_PER_PARTITION_MAX = 4;

    /** What its producer was told of a transaction. */
    enum End {
        COMMITTED,
        ABORTED,
        UNKNOWN
    }

    /** One transaction and how many records it has. */
    record Told(End end, int records) {}

    private final int writer;
    private final String topic;
    private final int partitions;
    private final Map<String, Object> settings = new HashMap<>();
    private final ConsumerGroupMetadata group;
    private final Random random;
    private final Map<Integer, Told> transactions = new HashMap<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger committed = new AtomicInteger();
    private volatile boolean stopping;
    private int number;

    TransactionalWriter(int writer, String topic, int partitions, Map<String, Object> client, Random random) {
        this.writer = writer;
        this.topic = topic;
        this.partitions = partitions;
        this.group = metadata(topic, client);
        this.random = random;
        settings.putAll(client);
        settings.put("transactional.id", topic + "-" + writer);
        settings.put("linger.ms", 1);
        settings.put("request.timeout.ms", 10_000);
        settings.put("delivery.timeout.ms", 120_000);
        settings.put("max.block.ms", 120_000);
    }

    /** The partition whose committed offset is the number of the last committed transaction, and the group of it. */
    static TopicPartition offsetsOf(String topic, int writer) {
        return new TopicPartition(topic + "-source", writer);
    }

    static String group(String topic) {
        return topic + "-group";
    }

    /** Of a group that nobody has joined. */
    private static ConsumerGroupMetadata metadata(String topic, Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("group.id", group(topic));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.groupMetadata();
        }
    }

    /** A record: writer, transaction, place in the transaction. */
    static byte[] encode(int writer, int transaction, int place) {
        return ByteBuffer.allocate(3 * Integer.BYTES)
                .putInt(writer)
                .putInt(transaction)
                .putInt(place)
                .array();
    }

    /** Ends after the present transaction. */
    void stop() {
        stopping = true;
    }

    /** Any thread. */
    int committed() {
        return committed.get();
    }

    /** Any thread. What it was told that it could not get over. */
    Queue<Exception> failures() {
        return failures;
    }

    /** When it has ended. */
    Map<Integer, Told> transactions() {
        return transactions;
    }

    @Override
    public void run() {
        while (!stopping) {
            // A producer that is new ends what the one before it left open.
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.initTransactions();
                while (!stopping && once(producer)) {
                    number++;
                }
                number++;
                producer.close(Duration.ZERO);
            } catch (KafkaException unexpected) {
                failures.add(unexpected);
                return;
            }
        }
        endWhatIsOpen();
    }

    /** False when the producer is of no use any more. */
    private boolean once(KafkaProducer<byte[], byte[]> producer) {
        int records = 0;
        int fate = random.nextInt(100);
        boolean ending = false;
        try {
            producer.beginTransaction();
            for (int partition = 0; partition < partitions; partition++) {
                int count = 1 + random.nextInt(RECORDS_PER_PARTITION_MAX);
                for (int record = 0; record < count; record++) {
                    var unused = producer.send(
                            new ProducerRecord<>(topic, partition, null, encode(writer, number, records++)));
                }
            }
            producer.sendOffsetsToTransaction(Map.of(offsetsOf(topic, writer), new OffsetAndMetadata(number)), group);
            if (fate < ABANDON_PERCENT) {
                producer.flush();
                transactions.put(number, new Told(End.ABORTED, records));
                return false;
            }
            ending = fate >= ABANDON_PERCENT + ABORT_PERCENT;
            if (ending) {
                commit(producer);
                transactions.put(number, new Told(End.COMMITTED, records));
                committed.incrementAndGet();
            } else {
                producer.abortTransaction();
                transactions.put(number, new Told(End.ABORTED, records));
            }
            return true;
        } catch (KafkaException told) {
            // Only a commit that was under way may have happened.
            transactions.put(number, new Told(ending ? End.UNKNOWN : End.ABORTED, records));
            return false;
        }
    }

    /** A commit that times out may be asked for again, and must not be given up otherwise. */
    private static void commit(KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.commitTransaction();
        } catch (TimeoutException again) {
            producer.commitTransaction();
        }
    }

    private void endWhatIsOpen() {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
        } catch (KafkaException unexpected) {
            failures.add(unexpected);
        }
    }
}
