package org.apache.kafka.connect.util;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic from its start and never stops: what is there when {@link #start} is called has been handed on when that
 * returns, what comes later follows from a thread of its own. Any thread may call {@link #stop}, also during the start.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public class KafkaBasedLog<K, V> {
    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaBasedLog.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long TOPIC_TIMEOUT_MS = 30_000;
    private static final long TOPIC_RETRY_MS = 100;

    private final String topic;
    private final Consumer<K, V> consumer;
    private final Producer<K, V> producer;
    private final TopicAdmin admin;
    private final Callback<ConsumerRecord<K, V>> onRecord;
    private final Time time;
    private final java.util.function.Consumer<TopicAdmin> initializer;
    private final Predicate<TopicPartition> wanted;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private boolean reportErrors;
    private Thread reader;
    private boolean closed;
    private volatile boolean stopping;

    private KafkaBasedLog(
            String topic,
            Consumer<K, V> consumer,
            Producer<K, V> producer,
            TopicAdmin admin,
            Callback<ConsumerRecord<K, V>> onRecord,
            Time time,
            java.util.function.Consumer<TopicAdmin> initializer,
            Predicate<TopicPartition> wanted) {
        this.topic = topic;
        this.consumer = consumer;
        this.producer = producer;
        this.admin = admin;
        this.onRecord = onRecord;
        this.time = time;
        this.initializer = initializer;
        this.wanted = wanted;
    }

    /**
     * A log over clients that exist already; it closes consumer and producer when it stops, but not the admin client.
     *
     * @param producer null for a log that is only read
     * @param initializer called first by the start, to create the topic
     * @param readTopicPartition which partitions to read
     */
    public static <K, V> KafkaBasedLog<K, V> withExistingClients(
            String topic,
            Consumer<K, V> consumer,
            Producer<K, V> producer,
            TopicAdmin topicAdmin,
            Callback<ConsumerRecord<K, V>> consumedCallback,
            Time time,
            java.util.function.Consumer<TopicAdmin> initializer,
            Predicate<TopicPartition> readTopicPartition) {
        return new KafkaBasedLog<>(
                topic, consumer, producer, topicAdmin, consumedCallback, time, initializer, readTopicPartition);
    }

    /** Starts; whatever goes wrong is thrown. */
    public void start() {
        start(false);
    }

    /** Starts; if wished, a read that fails is not thrown but told to the callback, and nothing more is read. */
    public void start(boolean reportErrorsToCallback) {
        lifecycle.lock();
        try {
            reportErrors = reportErrorsToCallback;
            initializer.accept(admin);
            List<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            readToEnd(partitions);
            reader = new Thread(this::readOn, "kafka-based-log-" + topic);
            reader.setDaemon(true);
            reader.start();
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        } catch (KafkaException e) {
            if (!reportErrorsToCallback || e instanceof ConnectException) {
                throw e;
            }
            onRecord.onCompletion(e, null);
        } finally {
            lifecycle.unlock();
        }
    }

    /** Stops the thread and closes the clients; more calls do no harm. */
    public void stop() {
        stopping = true;
        consumer.wakeup();
        lifecycle.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (reader != null) {
                reader.join();
            }
            consumer.close();
            if (producer != null) {
                producer.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while the log of topic " + topic + " stops", e);
        } finally {
            lifecycle.unlock();
        }
    }

    /** A topic that was created just now may need a moment until this broker knows it. */
    private List<TopicPartition> partitions() {
        long deadlineMs = time.milliseconds() + TOPIC_TIMEOUT_MS;
        while (!stopping) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found != null && !found.isEmpty()) {
                List<TopicPartition> partitions = new ArrayList<>();
                found.forEach(each -> partitions.add(new TopicPartition(each.topic(), each.partition())));
                partitions.removeIf(wanted.negate());
                return partitions;
            }
            if (time.milliseconds() >= deadlineMs) {
                throw new ConnectException("Topic " + topic + " did not appear in " + TOPIC_TIMEOUT_MS + " ms");
            }
            time.sleep(TOPIC_RETRY_MS);
        }
        throw new WakeupException();
    }

    private void readToEnd(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            while (consumer.position(end.getKey()) < end.getValue()) {
                poll();
            }
        }
    }

    private void poll() {
        for (ConsumerRecord<K, V> each : consumer.poll(POLL)) {
            onRecord.onCompletion(null, each);
        }
    }

    private void readOn() {
        try {
            while (!stopping) {
                poll();
            }
        } catch (WakeupException e) {
            LOGGER.atDebug().addKeyValue("topicName", topic).log("woken up to stop");
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("topicName", topic).setCause(e).log("the log is not read any more");
            if (reportErrors) {
                onRecord.onCompletion(e, null);
            }
        }
    }
}
