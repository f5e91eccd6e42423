package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.RestCaller.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Where keys for encryption are kept. */
class KeysIT {
    private static final Map<String, Object> CLIENTS = Map.of("bootstrap.servers", SharedKafka.bootstrapServers());
    private static final String KEKS = "/dek-registry/v1/keks";
    static final String KEK = "{\"name\":\"k\",\"kmsType\":\"local-kms\",\"kmsKeyId\":\"id\"}";
    static final String DEK = "{\"subject\":\"s\",\"encryptedKeyMaterial\":\"bTE=\"}";

    private final String topic = SharedKafka.freshTopic();
    private final String keysTopic = KeysTopic.of(topic);

    /** The last value under each key. */
    private Map<String, String> records() {
        Map<String, String> records = new LinkedHashMap<>();
        TopicPartition partition = new TopicPartition(keysTopic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(CLIENTS, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    records.put(text(each.key()), each.value() == null ? null : text(each.value()));
                }
            }
        }
        return records;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('"', '\'');
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private boolean topicExists() throws Exception {
        try (Admin admin = Admin.create(CLIENTS)) {
            return admin.listTopics().names().get().contains(keysTopic);
        }
    }

    @Test
    void makesItsTopicForTheFirstKeyAndNotForQuestions() throws Exception {
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());

            assertThat(rest.get(KEKS).body()).isEqualTo("[]");
            assertThat(rest.get(KEKS + "/k").errorCode()).isEqualTo(40470);
            assertThat(rest.delete(KEKS + "/k").errorCode()).isEqualTo(40470);
            assertThat(rest.post(KEKS + "/k/deks", DEK).errorCode()).isEqualTo(40470);
            assertThat(topicExists()).as("nothing was written yet").isFalse();

            assertThat(rest.post(KEKS, KEK).status()).isEqualTo(200);
            assertThat(topicExists()).isTrue();
        }
    }

    @Test
    void keepsKeysOverARestart() {
        String kek;
        String dek;
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());
            kek = rest.post(KEKS, KEK).body();
            dek = rest.post(KEKS + "/k/deks", DEK).body();
            rest.post(KEKS + "/k/deks", DEK.replace("\"s\"", "\"gone\""));
            rest.delete(KEKS + "/k/deks/gone");
            rest.delete(KEKS + "/k/deks/gone?permanent=true");
        }
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());
            assertThat(rest.get(KEKS + "/k").body()).isEqualTo(kek).contains("\"ts\":1");
            assertThat(rest.get(KEKS + "/k/deks/s").body()).isEqualTo(dek).contains("\"ts\":1");
            assertThat(rest.get(KEKS + "/k/deks?deleted=true").body()).isEqualTo("[\"s\"]");
        }
    }

    @Test
    void goesOnUnderTheKeysOfAPeer() throws Exception {
        // Given
        try (Admin admin = Admin.create(CLIENTS)) {
            admin.createTopics(
                            List.of(new NewTopic(keysTopic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        String key = "{'type':'KEK','tenant':'default','name':'k'}";
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(CLIENTS, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            keysTopic, bytes(key), bytes("{'name':'k','kmsType':'local-kms','kmsKeyId':'id'}")))
                    .get();
            producer.send(new ProducerRecord<>(keysTopic, bytes("no JSON"), bytes("{}")))
                    .get();
        }

        // When
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());
            assertThat(rest.get(KEKS + "/k").json().path("kmsKeyId").asText()).isEqualTo("id");
            assertThat(rest.put(KEKS + "/k", "{\"doc\":\"d\"}").status()).isEqualTo(200);
        }

        // Then
        assertThat(records())
                .containsOnlyKeys(key, "no JSON")
                .containsEntry(
                        key,
                        "{'name':'k','kmsType':'local-kms','kmsKeyId':'id','kmsProps':{},'doc':'d','shared':false,"
                                + "'deleted':false,'type':'KEK'}");
    }

    @Test
    void saysOfATopicThatWouldNotKeepKeysWhatIsWrong() throws Exception {
        try (Admin admin = Admin.create(CLIENTS)) {
            admin.createTopics(List.of(new NewTopic(keysTopic, 2, (short) 1)))
                    .all()
                    .get();
        }
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            Reply reply = new RestCaller(server.url()).post(KEKS, KEK);

            assertThat(reply.errorCode()).isEqualTo(50001);
            assertThat(reply.body()).contains(keysTopic).contains("2 partitions");
        }
    }

    @Test
    void holdsNoMoreKeysThanItMay() {
        try (RegistryServer server = RegistryServer.start(Map.of(
                "listeners",
                "http://127.0.0.1:0",
                "bootstrap.servers",
                SharedKafka.bootstrapServers(),
                "kafkastore.topic",
                topic,
                "dek.registry.topic",
                keysTopic,
                "dek.registry.max.keys",
                "1"))) {
            RestCaller rest = new RestCaller(server.url());
            rest.post(KEKS, KEK);
            rest.post(KEKS + "/k/deks", DEK);

            assertThat(rest.post(KEKS, KEK.replace("\"k\"", "\"l\"")).errorCode())
                    .isEqualTo(40972);
            assertThat(rest.post(KEKS + "/k/deks", DEK.replace("\"s\"", "\"t\""))
                            .errorCode())
                    .isEqualTo(40972);
            assertThat(rest.post(KEKS, KEK).status()).as("it is there").isEqualTo(200);
            String long16 = "A".repeat(16 * 1024 + 4);
            assertThat(rest.post(KEKS + "/k/deks", DEK.replace("bTE=", long16)).errorCode())
                    .isEqualTo(42271);
            assertThat(rest.post(KEKS, KEK.replace("\"id\"", "\"" + long16 + "\""))
                            .errorCode())
                    .isEqualTo(42271);
        }
    }
}
