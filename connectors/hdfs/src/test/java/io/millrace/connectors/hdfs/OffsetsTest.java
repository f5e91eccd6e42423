package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets that do not go on where the files end: because the topic is another one, or because an operator says so. */
class OffsetsTest {

    private static final TopicPartition PARTITION = new TopicPartition(Orders.TOPIC, 0);

    @TempDir
    Path root;

    @BeforeEach
    void writeThirtyRecords() {
        driver(Orders.topics(1, 30)).drain(10);
    }

    @Test
    void failsWhenATopicWasMadeAgainAndSaysHowToReadIt() throws Exception {
        // Given
        InMemoryTopics again = new InMemoryTopics();
        for (int id = 100; id < 120; id++) {
            Orders.append(again, 0, id);
        }
        SinkTaskDriver driver = driver(again);
        assertThat(driver.poll(5)).isZero();

        // When: the consumer, outside of the partition, begins at its beginning
        driver.redeliverFrom(PARTITION, 0);
        assertThatThrownBy(() -> driver.poll(5))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("reach to offset 30")
                .hasMessageContaining("deleted and made again, or truncated")
                .hasMessageContaining("PATCH /connectors/archive/offsets {\"offsets\": [{\"partition\":"
                        + " {\"kafka_topic\": \"orders\", \"kafka_partition\": 0},"
                        + " \"offset\": {\"kafka_offset\": 0}}]}");
        Files.move(root.resolve("topics/orders"), root.resolve("before"));
        alter(0L);
        driver(again).drain(10);

        // Then
        assertThat(Orders.ids(settings())).hasSize(20).contains(100, 119).doesNotHaveDuplicates();
    }

    @Test
    void leavesOutWhatComesAgainAfterTheOffsetThatItAskedFor() {
        // Given
        InMemoryTopics topics = Orders.topics(1, 50);
        SinkTaskDriver driver = driver(topics);
        driver.poll(15);

        // When
        driver.redeliverFrom(PARTITION, 30);
        driver.drain(5);

        // Then
        assertThat(Orders.ids(settings())).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void goesOnWhereAnOperatorSays() {
        // When
        alter(40L);
        alter(40L);

        // Then
        SinkTaskDriver driver = driver(Orders.topics(1, 50));
        assertThat(driver.position(PARTITION)).isEqualTo(40);
        driver.drain(10);
        assertThat(Orders.ids(settings())).hasSize(40).contains(29, 40).doesNotContain(30, 39);
    }

    @Test
    void leavesTheBeginningToTheConsumerGroupAfterAReset() {
        // Given
        InMemoryTopics topics = Orders.topics(1, 50);
        topics.commit(PARTITION, 20);

        // When
        alter(null);

        // Then
        assertThat(driver(topics).position(PARTITION)).isEqualTo(20);
    }

    @Test
    void resetsAllPartitionsOfItsTopicsWhenTheConsumerGroupKnowsNone() {
        // Given
        Map<String, String> settings = settings();
        settings.put("topics", "others, orders");

        // When
        new HdfsSinkConnector().alterOffsets(settings, Map.of());

        // Then
        assertThat(driver(Orders.topics(1, 50)).position(PARTITION)).isZero();
    }

    @Test
    void shutsOutWhoeverIsStillAtWorkWhenOffsetsAreAltered() {
        // Given
        SinkTaskDriver late = driver(Orders.topics(1, 50));
        late.poll(5);

        // When
        alter(35L);

        // Then
        assertThatThrownBy(() -> late.poll(10)).hasMessageContaining("another task has taken over");
        assertThat(driver(Orders.topics(1, 50)).position(PARTITION)).isEqualTo(35);
    }

    @Test
    void commitsBehindTheEndOfATransactionOnceAllRecordsAreInFiles() {
        // Given
        InMemoryTopics topics = Orders.topics(1, 30);
        topics.endTransaction(Orders.TOPIC, 0);

        // When
        driver(topics).drain(10);

        // Then
        assertThat(topics.committed(PARTITION)).isEqualTo(31);
        Orders.append(topics, 0, 31);
        driver(topics).poll(10);
        assertThat(topics.committed(PARTITION)).isEqualTo(31);
    }

    @Test
    void refusesAnOffsetThatNoRecordCanHave() {
        assertThatThrownBy(() -> alter(-1L))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("offset -1 of orders-0");
    }

    private void alter(Long offset) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        offsets.put(PARTITION, offset);
        assertThat(new HdfsSinkConnector().alterOffsets(settings(), offsets)).isTrue();
    }

    private Map<String, String> settings() {
        return Orders.settings(root);
    }

    private SinkTaskDriver driver(InMemoryTopics topics) {
        return new SinkTaskDriver(new HdfsSinkTask(), topics, new ScriptedSinkContext(settings())).start();
    }
}
