package io.millrace.registry.server.storage;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that reads the topic from its start; every batch is handed on, with the position after it. */
final class TopicReader implements AutoCloseable {
    /** What takes the records of every poll that moved: one batch at a time, in their order, in changing threads. */
    interface Listener {
        /** Whether any of the records was news. */
        boolean read(ConsumerRecords<byte[], byte[]> records, long positionAfter);
    }

    /** How the reader rests. */
    interface Rest {
        /** Returns when the time is over. */
        void of(Duration time) throws InterruptedException;
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    /** Behind what is known already the reader may come in larger steps, which cost less; news may wait so long. */
    private static final Duration PAUSE_WITHOUT_NEWS = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final BatchRelay relay;
    private final Consumer<Throwable> onDeath;
    private final Rest rest;
    private final Thread thread;
    private long position;
    private volatile boolean closing;

    TopicReader(StoreConfig config, Listener listener, Consumer<Throwable> onDeath) {
        this(config, listener, onDeath, time -> Thread.sleep(time.toMillis()));
    }

    TopicReader(StoreConfig config, Listener listener, Consumer<Throwable> onDeath, Rest rest) {
        this.consumer = new KafkaConsumer<>(
                ClientProperties.consumer(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partition = new TopicPartition(config.topic(), 0);
        this.relay = new BatchRelay(listener);
        this.onDeath = onDeath;
        this.rest = rest;
        this.thread = new Thread(this::run, "reader of " + config.topic());
        thread.setDaemon(true);
    }

    void start() {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        thread.start();
    }

    private void run() {
        try (consumer;
                relay) {
            while (!closing) {
                pollOnce();
            }
        } catch (RuntimeException | Error e) {
            LOGGER.error("the reader of {} stopped", partition, e);
            onDeath.accept(e);
        }
    }

    private void pollOnce() {
        try {
            relay.requireAlive();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            long positionAfter = consumer.position(partition);
            if (positionAfter != position) {
                boolean news = relay.handOn(records, positionAfter);
                position = positionAfter;
                if (!news) {
                    pause(PAUSE_WITHOUT_NEWS);
                }
            }
        } catch (WakeupException e) {
            LOGGER.atDebug().log("woken up to close");
        } catch (KafkaException e) {
            LOGGER.atWarn()
                    .addKeyValue("topicName", partition.topic())
                    .addKeyValue("reason", e.getMessage())
                    .log("reading a topic of the registry failed; trying again");
            pause(PAUSE_AFTER_FAILURE);
        }
    }

    private void pause(Duration time) {
        try {
            rest.of(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
