package io.millrace.integration.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool for transactions, and the one that prints what the coordinators have written. */
class TransactionToolsIT {

    @TempDir
    static Path folder;

    private static ToolsBroker broker;

    @BeforeAll
    static void start() {
        broker = ToolsBroker.start(folder);
        broker.tool("TopicCommand", "--create", "--topic", "paid");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void transactionsAreListedDescribedAndSearched() throws Exception {
        try (KafkaProducer<String, String> producer = transactional("shop")) {
            // Given
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("paid", 0, "key", "value")).get();
            // When, Then
            assertThat(transactions("list")).containsPattern("shop\\s+\\d+\\s+\\d+\\s+Ongoing");
            assertThat(transactions("list", "--transactional-id-pattern", "other.*"))
                    .doesNotContain("shop");
            assertThat(transactions("list", "--duration-filter", "600000")).doesNotContain("shop");
            assertThat(transactions("describe", "--transactional-id", "shop"))
                    .containsPattern("1\\s+shop\\s+\\d+\\s+\\d+\\s+Ongoing\\s+60000\\s+\\d+\\s+\\d+\\s+paid-0");
            assertThat(transactions("describe-producers", "--topic", "paid", "--partition", "0"))
                    .containsPattern("\\d+\\s+0\\s+-1\\s+0\\s+\\d+\\s+0");
            assertThat(transactions("find-hanging", "--broker-id", "1", "--max-transaction-timeout", "0"))
                    .doesNotContain("paid");
            producer.commitTransaction();
        }
        assertThat(transactions("list")).containsPattern("shop\\s+\\d+\\s+\\d+\\s+CompleteCommit");
    }

    @Test
    void dumpLogDecodesWhatCoordinatorsWrite() throws Exception {
        // Given
        try (KafkaProducer<String, String> producer = transactional("till");
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "cashiers"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("paid", 0, "key", "value")).get();
            producer.sendOffsetsToTransaction(
                    Map.of(new TopicPartition("paid", 0), new OffsetAndMetadata(17, "half way")),
                    consumer.groupMetadata());
            producer.commitTransaction();
        }
        // When
        String offsets = dump("__consumer_offsets", "--offsets-decoder", "endTxnMarker: COMMIT");
        String states = dump("__transaction_state", "--transaction-log-decoder", "\"topic\":\"paid\"");
        String records = dump("paid", "--print-data-log", "endTxnMarker: COMMIT");
        // Then
        assertThat(offsets)
                .contains("\"group\":\"cashiers\"", "\"topic\":\"paid\"", "\"offset\":17", "half way")
                .contains("endTxnMarker: COMMIT");
        assertThat(states)
                .contains("\"transactionalId\":\"till\"", "\"transactionStatus\"")
                .contains("\"topic\":\"paid\"");
        assertThat(records).contains("payload: value", "isTransactional: true", "endTxnMarker: COMMIT");
        assertThat(offsets + states + records)
                .doesNotContain("isvalid: false")
                .doesNotContainIgnoringCase("mismatch")
                .doesNotContainIgnoringCase("could not decode");
    }

    private static KafkaProducer<String, String> transactional(String transactionalId) {
        KafkaProducer<String, String> producer = broker.producer(Map.of("transactional.id", transactionalId));
        producer.initTransactions();
        return producer;
    }

    private static String transactions(String... arguments) {
        return broker.tool("TransactionsCommand", arguments);
    }

    /** Waits for what is expected: a partition's file gets its tail when it has been quiet for some seconds. */
    private static String dump(String topic, String decoder, String expected) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            List<String> files = logFiles(topic);
            String text = files.isEmpty()
                    ? "no log file of " + topic
                    : KafkaTool.run(
                            "org.apache.kafka.tools.DumpLogSegments",
                            List.of(decoder, "--files", String.join(",", files)));
            if (text.contains(expected) || System.nanoTime() > deadlineNs) {
                assertThat(text).contains(expected);
                return text;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static List<String> logFiles(String topic) throws IOException {
        List<String> files = new ArrayList<>();
        for (Path partition : broker.partitionFolders(topic)) {
            try (var paths = Files.list(partition)) {
                paths.map(Path::toString).filter(path -> path.endsWith(".log")).forEach(files::add);
            }
        }
        return files;
    }
}
