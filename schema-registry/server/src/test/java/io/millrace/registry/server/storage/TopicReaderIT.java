package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.SharedKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** When the reader of the topic rests. */
class TopicReaderIT {
    private static final int PATIENCE_MS = 120_000;
    private static final byte[] NEWS = {1};
    private static final byte[] KNOWN = {0};

    private final StoreConfig config = new StoreConfig(
            SharedKafka.bootstrapServers(), SharedKafka.freshTopic(), 1, PATIENCE_MS, PATIENCE_MS, Map.of());
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicInteger deaths = new AtomicInteger();

    private List<String> next(int count) throws InterruptedException {
        List<String> found = new ArrayList<>();
        while (found.size() < count) {
            String event = events.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            assertThat(event).as("after %s", found).isNotNull();
            found.add(event);
        }
        return found;
    }

    @Test
    void restsBehindWhatIsKnownAndNotBehindNews() throws Exception {
        // Given
        Map<String, Object> properties = Map.of("bootstrap.servers", SharedKafka.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
                TopicReader reader = new TopicReader(
                        config,
                        (records, positionAfter) -> {
                            boolean news = records.iterator().next().value()[0] == NEWS[0];
                            events.add((news ? "news" : "known") + " up to " + positionAfter);
                            return news;
                        },
                        death -> deaths.incrementAndGet(),
                        time -> events.add("rest of " + time.toMillis() + " ms"))) {
            producer.send(new ProducerRecord<>(config.topic(), 0, null, KNOWN)).get();
            reader.start();

            // Then
            assertThat(next(2)).containsExactly("known up to 1", "rest of 50 ms");
            producer.send(new ProducerRecord<>(config.topic(), 0, null, NEWS)).get();
            assertThat(next(1)).containsExactly("news up to 2");
            producer.send(new ProducerRecord<>(config.topic(), 0, null, KNOWN)).get();
            assertThat(next(2)).as("without a rest before").containsExactly("known up to 3", "rest of 50 ms");
        }
        assertThat(events).isEmpty();
        assertThat(deaths).hasValue(0);
    }
}
