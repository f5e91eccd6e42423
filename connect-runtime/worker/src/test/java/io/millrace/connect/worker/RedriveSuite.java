package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.DeadLetterControl;
import io.millrace.connect.worker.control.RedriveResult;
import io.millrace.connect.worker.control.StoredLetter;
import io.millrace.connect.worker.scripted.Script;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

abstract class RedriveSuite extends SingleWorkerSuite {

    RedriveSuite(BrokerKind broker) {
        super(broker, "redrives", Map.of());
    }

    @Test
    void sendsLettersBackThroughTheWholeChainEachOnce() {
        // Given: two records that the target refuses
        Script script = Script.of("mended");
        script.onPut = records -> {
            if (records.stream().anyMatch(record -> ((String) record.value()).startsWith("bad"))) {
                throw new DataException("no column for it");
            }
        };
        topic("mended").create(1, Map.of()).send(0, "k", "a", "bad-1", "b", "bad-2");
        sink("mended", withLetters("mended"));
        awaitTrue(
                "two letters",
                () -> topic("mended-dead").exists() && topic("mended-dead").size() == 2);
        assertThat(join(letters().partitions("mended"))).singleElement().satisfies(partition -> {
            assertThat(partition.endOffset()).isEqualTo(2);
            assertThat(partition.redriveOffset()).isZero();
        });
        assertThat(join(letters().read("mended", 0, 1, 10))).singleElement().satisfies(letter -> {
            assertThat(text(letter.letter().value())).isEqualTo("bad-2");
            assertThat(letter.refusal()).isEmpty();
        });

        // When: the target is mended
        script.onPut = records -> {};
        RedriveResult first = join(letters().redrive("mended", 1));

        // Then
        assertThat(first).isEqualTo(new RedriveResult(1, List.of(), 1));
        awaitTrue("the first", () -> values(script).contains("bad-1"));
        assertThat(join(letters().redrive("mended", 100))).isEqualTo(new RedriveResult(1, List.of(), 0));
        assertThat(join(letters().redrive("mended", 100))).isEqualTo(new RedriveResult(0, List.of(), 0));
        awaitTrue("the second", () -> values(script).contains("bad-2"));
        assertThat(values(script)).containsExactly("a", "b", "bad-1", "bad-2");
        List<ConsumerRecord<byte[], byte[]>> records = topic("mended").read();
        assertThat(records).hasSize(6);
        assertThat(records.get(4).timestamp()).isEqualTo(records.get(1).timestamp());
        assertThat(records.get(4).headers().toArray())
                .extracting(Header::key, header -> text(header.value()))
                .containsExactly(tuple("__millrace.redriven.from", "mended-dead-0@0"));
    }

    @Test
    void sendsNothingBackWhenOneLetterIsRefused() throws Exception {
        // Given: a letter whose topic takes it, and one whose topic does not
        topic("healthy").create(1, Map.of());
        topic("narrow").create(1, Map.of("max.message.bytes", "200"));
        topic("torn").create(1, Map.of());
        topic("torn-dead").create(1, Map.of());
        sink("torn", withLetters("torn"));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(letter("healthy", "fits")).get(30, TimeUnit.SECONDS);
            producer.send(letter("narrow", "x".repeat(1_000))).get(30, TimeUnit.SECONDS);
        }

        // When / Then
        assertThatThrownBy(() -> join(letters().redrive("torn", 100)))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("Nothing was re-driven");
        assertThat(topic("healthy").read()).isEmpty();
        assertThat(join(letters().partitions("torn")).get(0).redriveOffset()).isZero();

        // When: one alone
        assertThat(join(letters().redrive("torn", 1)).redriven()).isEqualTo(1);

        // Then
        assertThat(topic("healthy").values()).containsExactly("fits");
    }

    @Test
    void passesOverWhatCannotGoBackAndNamesIt() throws Exception {
        // Given
        topic("nameless-a").create(1, Map.of());
        topic("nameless-b").create(1, Map.of());
        topic("nameless-dead").create(1, Map.of()).send(0, "k", "whose?");
        Map<String, String> config = withLetters("nameless");
        config.put("topics", "nameless-a,nameless-b");
        sink("nameless", config);

        // When
        RedriveResult result = join(letters().redrive("nameless", 10));

        // Then
        assertThat(result.redriven()).isZero();
        assertThat(result.passedOver())
                .singleElement()
                .extracting(StoredLetter::refusal)
                .asString()
                .contains("do not name its topic");
        assertThat(result.remaining()).isZero();
    }

    @Test
    void saysWhatIsMissing() {
        Map<String, String> config = withLetters("letterless");
        config.remove("errors.deadletterqueue.topic.name");
        topic("letterless").create(1, Map.of());
        sink("letterless", config);
        assertThatThrownBy(() -> join(letters().partitions("letterless")))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessageContaining("errors.deadletterqueue.topic.name");
        assertThatThrownBy(() -> join(letters().redrive("nobody", 1))).hasMessageContaining("nobody not found");
    }

    private DeadLetterControl letters() {
        return worker().control().deadLetters();
    }

    private static ProducerRecord<byte[], byte[]> letter(String topic, String value) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("torn-dead", bytes("k"), bytes(value));
        letter.headers().add("__connect.errors.topic", bytes(topic));
        return letter;
    }

    private static Map<String, String> withLetters(String name) {
        Map<String, String> config = new HashMap<>();
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", name + "-dead");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        return config;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
