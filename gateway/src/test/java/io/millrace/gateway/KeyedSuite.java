package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.gateway.HttpCaller.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with a key are done once. */
abstract class KeyedSuite extends GatewaySuite {
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final String answers = "_answers-" + UUID.randomUUID();
    private String cluster;

    KeyedSuite(BrokerKind kind) {
        super(kind);
    }

    /** One slot, so that nodes meet in it. */
    @Override
    Map<String, String> properties() {
        return Map.of("idempotency.topic", answers, "idempotency.topic.partitions", "1");
    }

    @BeforeAll
    void findCluster() {
        cluster = "/v3/clusters/"
                + http().get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /topics/T              | application/vnd.kafka.json.v2+json | {"records":[{"value":1},{"value":2}]}
            /topics/T/partitions/0 | application/vnd.kafka.json.v2+json | {"records":[{"value":1},{"value":2}]}
            /topics/T/records      | application/x-ndjson               | {"value":1} {"value":2}
            C/topics/T/records:batch | application/json | {"entries":[{"id":"a","value":{"type":"JSON","data":1}},\
            {"id":"b","value":{"type":"JSON","data":2}}]}
            """)
    void answersARetryWithTheFirstResult(String path, String type, String body) throws Exception {
        String topic = topic(1);
        String at = path.replace("C/", cluster + "/").replace("/T", "/" + topic);
        String text = type.equals(NDJSON) ? body.replace(" ", "\n") : body;

        Reply first = post(http(), at, type, "key-1", text);
        Reply second = post(http(), at, type, "key-1", text);
        Reply other = post(http(), at, type, "key-2", text);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.text()).isEqualTo(first.text()).contains("\"offset\":1");
        assertThat(second.type()).isEqualTo(first.type());
        assertThat(other.header("Idempotent-Replayed")).isNull();
        assertThat(values(topic)).containsExactly("1", "2", "1", "2");
    }

    @Test
    void keepsKeysOfTopicsApartAndRefusesAnotherRequestUnderTheSame() throws Exception {
        String topic = topic(1);
        String another = topic(1);

        Reply first = lines(http(), topic, "a", "{\"value\":1}");
        Reply changed = lines(http(), topic, "a", "{\"value\":2}");
        Reply elsewhere = lines(http(), another, "a", "{\"value\":2}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(changed.status()).isEqualTo(422);
        assertThat(changed.json().path("message").asText()).contains("Another request had the same Idempotency-Key");
        assertThat(elsewhere.status()).isEqualTo(200);
        assertThat(values(topic)).containsExactly("1");
        assertThat(values(another)).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x256", "two"})
    void refusesWhatIsNoKey(String written) throws Exception {
        String topic = topic(1);
        String key = written.equals("x256") ? "x".repeat(256) : written;
        String[] headers = written.equals("two")
                ? new String[] {"Content-Type", NDJSON, "Idempotency-Key", "a", "Idempotency-Key", "b"}
                : new String[] {"Content-Type", NDJSON, "Idempotency-Key", key};

        Reply reply = http().call("POST", "/topics/" + topic + "/records", bytes("{\"value\":1}"), headers);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("message").asText()).contains("1 to 255 visible characters");
        assertThat(values(topic)).isEmpty();
    }

    @Test
    void refusesAKeyOfAStream() throws Exception {
        String topic = topic(1);

        Reply reply = post(
                http(),
                cluster + "/topics/" + topic + "/records",
                "application/json",
                "a",
                "{\"value\":{\"type\":\"JSON\"}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("message").asText()).contains("records:batch");
        assertThat(values(topic)).isEmpty();
    }

    @Test
    void tellsOfWrongLinesInTheirPlacesEachTime() throws Exception {
        String topic = topic(1);
        String body = "{\"value\":1}\n{\"x\":1}\n\n{\"value\":2}";

        Reply first = lines(http(), topic, "a", body);
        Reply second = lines(http(), topic, "a", body);

        String[] lines = first.text().split("\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[1]).contains("Unrecognized field: x");
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(values(topic)).containsExactly("1", "2");
    }

    @Test
    void writesNothingOfARequestThatFailsAsAWhole() throws Exception {
        String topic = topic(1);
        String tooLarge = "{\"value\":1}\n{\"value\":\"" + "x".repeat(2 << 20) + "\"}";

        Reply failed = lines(http(), topic, "a", tooLarge);
        Reply again = lines(http(), topic, "a", "{\"value\":2}");

        assertThat(failed.status()).isEqualTo(413);
        assertThat(again.status()).isEqualTo(200);
        assertThat(values(topic)).containsExactly("2");
    }

    @Test
    void readsAPackedBodyAsThePlainOne() throws Exception {
        String topic = topic(1);
        String body = "{\"value\":1}\n".repeat(10);

        Reply plain = lines(http(), topic, "a", body);
        Reply packed = http().call(
                        "POST",
                        "/topics/" + topic + "/records",
                        LinesSuite.packed("zstd", bytes(body)),
                        "Content-Type",
                        NDJSON,
                        "Content-Encoding",
                        "zstd",
                        "Idempotency-Key",
                        "a");
        Reply many = lines(http(), topic, "b", "{}\n".repeat(10_001));

        assertThat(packed.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(packed.text()).isEqualTo(plain.text());
        assertThat(many.status()).isEqualTo(413);
        assertThat(values(topic)).hasSize(10);
    }

    @Test
    void doesEachKeyOnceOverNodesThatRace() throws Exception {
        String topic = topic(1);
        int keys = 10;
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (GatewayServer second = kind().gateway(properties())) {
            List<HttpCaller> nodes = List.of(http(), new HttpCaller(second.url()));
            List<List<Future<String>>> replies = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                String body = "{\"value\":" + i + "}";
                String key = "k" + i;
                List<Future<String>> ofKey = new ArrayList<>();
                for (int j = 0; j < 4; j++) {
                    HttpCaller node = nodes.get(j % 2);
                    ofKey.add(clients.submit(() -> answered(node, topic, key, body)));
                }
                replies.add(ofKey);
            }

            for (List<Future<String>> ofKey : replies) {
                Set<String> different = new TreeSet<>();
                for (Future<String> each : ofKey) {
                    different.add(each.get());
                }
                assertThat(different).hasSize(1);
            }
        } finally {
            clients.shutdown();
        }
        assertThat(values(topic)).hasSize(keys).doesNotHaveDuplicates();
    }

    /** As clients do: the same request until it is answered. */
    private String answered(HttpCaller node, String topic, String key, String body) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Reply reply = lines(node, topic, key, body);
        while (reply.status() == 503 && System.nanoTime() < deadline) {
            reply = lines(node, topic, key, body);
        }
        assertThat(reply.status()).isEqualTo(200);
        return reply.text();
    }

    @Test
    void settlesWhatAKilledNodeLeftOpenAndFencesIt() throws Exception {
        String topic = topic(1);
        lines(http(), topic, "before", "{\"value\":0}");
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kind().bootstrapServers());
        settings.put("transactional.id", answers + "-0");

        try (var killed = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            killed.initTransactions();
            killed.beginTransaction();
            killed.send(new ProducerRecord<>(topic, "of the killed")).get();

            Reply reply = lines(http(), topic, "a", "{\"value\":1}");
            Reply again = lines(http(), topic, "a", "{\"value\":1}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(again.text()).isEqualTo(reply.text());
            assertThatThrownBy(killed::commitTransaction)
                    .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
        }
        assertThat(values(topic)).containsExactly("0", "1");
    }

    @Test
    void remembersAfterARestartAndFindsWhatOtherNodesAnswered() throws Exception {
        String topic = topic(1);
        Reply before = lines(http(), topic, "a", "{\"value\":1}");

        try (GatewayServer second = kind().gateway(properties())) {
            HttpCaller other = new HttpCaller(second.url());
            Reply started = lines(other, topic, "a", "{\"value\":1}");
            Reply there = lines(other, topic, "b", "{\"value\":2}");
            Reply here = lines(http(), topic, "b", "{\"value\":2}");

            assertThat(started.text()).isEqualTo(before.text());
            assertThat(started.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(here.text()).isEqualTo(there.text());
            assertThat(here.header("Idempotent-Replayed")).isEqualTo("true");
        }
        assertThat(values(topic)).containsExactly("1", "2");
    }

    @Test
    void noBoundOfBytesThatBrokersHaveTakesAnswersAwayBeforeTheirTime() throws Exception {
        lines(http(), topic(1), "a", "{\"value\":1}");

        ConfigResource made = new ConfigResource(ConfigResource.Type.TOPIC, answers);
        ConfigEntry bound =
                admin().describeConfigs(List.of(made)).all().get().get(made).get("retention.bytes");

        assertThat(bound.value()).isEqualTo("-1");
        assertThat(bound.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
    }

    @Test
    void remembersAsManyKeysAsItMayForAsLongAsItMay() throws Exception {
        String topic = topic(1);
        Map<String, String> more = Map.of(
                "idempotency.topic", answers + "-short",
                "idempotency.topic.partitions", "1",
                "idempotency.retention.ms", "3000",
                "idempotency.keys.max", "1");

        try (GatewayServer small = kind().gateway(more)) {
            HttpCaller node = new HttpCaller(small.url());
            lines(node, topic, "a", "{\"value\":1}");
            Reply full = lines(node, topic, "b", "{\"value\":2}");
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            int refused = 0;
            while (full.status() == 429 && System.nanoTime() < deadline) {
                refused++;
                full = lines(node, topic, "b", "{\"value\":2}");
            }

            assertThat(refused).isPositive();
            assertThat(full.status()).isEqualTo(200);
            assertThat(values(topic)).containsExactly("1", "2");
        }
    }

    private static Reply lines(HttpCaller node, String topic, String key, String body) {
        return post(node, "/topics/" + topic + "/records", NDJSON, key, body);
    }

    private static Reply post(HttpCaller node, String path, String type, String key, String body) {
        return node.call("POST", path, bytes(body), "Content-Type", type, "Idempotency-Key", key);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All that readers of committed records see of a topic of one partition. */
    private List<String> values(String topic) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kind().bootstrapServers());
        settings.put("isolation.level", "read_committed");
        TopicPartition only = new TopicPartition(topic, 0);
        List<String> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            // A commit is answered before its marker is in the topic: the end is that of all records.
            long end = end(topic, 0);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            while (consumer.position(only) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(each -> found.add(new String(each.value(), StandardCharsets.UTF_8)));
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
        return found;
    }
}
