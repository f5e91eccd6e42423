package org.apache.kafka.connect.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaBasedLogTest {
    private static final TopicPartition READ = new TopicPartition("log", 0);
    private static final TopicPartition SKIPPED = new TopicPartition("log", 1);

    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final KafkaBasedLog<String, String> log = KafkaBasedLog.withExistingClients(
            "log",
            consumer,
            null,
            null,
            (error, record) ->
                    seen.add(error == null ? record.value() : error.getClass().getSimpleName()),
            Time.SYSTEM,
            admin -> seen.add("initialized"),
            READ::equals);

    @BeforeEach
    void fill() {
        consumer.updatePartitions(
                "log",
                List.of(new PartitionInfo("log", 0, null, null, null), new PartitionInfo("log", 1, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(READ, 0L, SKIPPED, 0L));
        consumer.updateEndOffsets(Map.of(READ, 2L, SKIPPED, 5L));
    }

    private void add(long offset, String value) {
        consumer.addRecord(new ConsumerRecord<>("log", 0, offset, "k", value));
    }

    @Test
    void handsOnWhatIsThereBeforeTheStartReturnsAndThenWhatComes() throws InterruptedException {
        // Given
        consumer.schedulePollTask(() -> add(0, "a"));
        consumer.schedulePollTask(() -> add(1, "b"));

        // When
        log.start(true);

        // Then
        assertThat(seen).containsExactly("initialized", "a", "b");
        assertThat(consumer.assignment()).containsExactly(READ);
        seen.clear();
        consumer.schedulePollTask(() -> add(2, "c"));
        assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("c");
        log.stop();
        log.stop();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void tellsTheCallbackOfAFailureWhenThatIsWished() {
        // Given
        consumer.schedulePollTask(() -> consumer.setPollException(new TopicAuthorizationException("log")));

        // When
        log.start(true);

        // Then
        assertThat(seen).containsExactly("initialized", "TopicAuthorizationException");
        log.stop();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void throwsAFailureWhenNoOtherWayIsWished() {
        // Given
        consumer.schedulePollTask(() -> consumer.setPollException(new TopicAuthorizationException("log")));

        // Then
        assertThatThrownBy(log::start).isInstanceOf(TopicAuthorizationException.class);
        assertThat(seen).containsExactly("initialized");
        log.stop();
    }

    @Test
    void stopsInTheMiddleOfTheStart() throws InterruptedException {
        // Given: the end is never reached.
        consumer.updateEndOffsets(Map.of(READ, 100L));
        Thread starting = new Thread(() -> log.start(false));
        starting.start();
        assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("initialized");

        // When
        log.stop();

        // Then
        starting.join();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void describesTopics() {
        var topic = TopicAdmin.defineTopic("t")
                .partitions(1)
                .replicationFactor((short) -1)
                .compacted()
                .build();

        assertThat(topic.numPartitions()).isEqualTo(1);
        assertThat(topic.replicationFactor()).isEqualTo((short) -1);
        assertThat(topic.configs()).isEqualTo(Map.of("cleanup.policy", "compact"));
    }
}
