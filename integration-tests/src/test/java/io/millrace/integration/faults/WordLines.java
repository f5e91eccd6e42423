package io.millrace.integration.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** A thread that writes lines of words until it is told to finish, and knows how often it wrote each word. */
final class WordLines implements AutoCloseable {

    private static final int WORDS = 40;
    private static final int WORDS_PER_LINE = 5;
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final Map<String, Long> counts = new TreeMap<>();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopping;

    private WordLines(String bootstrapServers, String topic, Random random) {
        thread = new Thread(() -> write(bootstrapServers, topic, random), "word-lines");
    }

    static WordLines start(String bootstrapServers, String topic, Random random) {
        WordLines lines = new WordLines(bootstrapServers, topic, random);
        lines.thread.start();
        return lines;
    }

    /** Ends the writing and returns the number of times that each word was written and acknowledged. */
    Map<String, Long> finish() throws ExecutionException, InterruptedException {
        close();
        for (Future<RecordMetadata> line : sent) {
            line.get();
        }
        return counts;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void write(String bootstrapServers, String topic, Random random) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 200, "linger.ms", 1);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            while (!stopping) {
                List<String> words = new ArrayList<>();
                for (int word = 0; word < WORDS_PER_LINE; word++) {
                    words.add("word-" + random.nextInt(WORDS));
                }
                words.forEach(word -> counts.merge(word, 1L, Long::sum));
                sent.add(producer.send(new ProducerRecord<>(topic, String.join(" ", words))));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
