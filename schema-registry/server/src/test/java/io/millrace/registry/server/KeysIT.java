package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.RestCaller.Reply;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** Where keys for encryption are kept. */
class KeysIT {
    private static final String KEKS = "/dek-registry/v1/keks";
    static final String KEK = "{\"name\":\"k\",\"kmsType\":\"local-kms\",\"kmsKeyId\":\"id\"}";
    static final String DEK = "{\"subject\":\"s\",\"encryptedKeyMaterial\":\"bTE=\"}";

    private final String topic = SharedKafka.freshTopic();
    private final String keysTopic = KeysTopic.of(topic);

    @Test
    void makesItsTopicForTheFirstKeyAndNotForQuestions() throws Exception {
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());

            assertThat(rest.get(KEKS).body()).isEqualTo("[]");
            assertThat(rest.get(KEKS + "/k").errorCode()).isEqualTo(40470);
            assertThat(rest.delete(KEKS + "/k").errorCode()).isEqualTo(40470);
            assertThat(rest.post(KEKS + "/k/deks", DEK).errorCode()).isEqualTo(40470);
            assertThat(PeerTopic.exists(keysTopic))
                    .as("nothing was written yet")
                    .isFalse();

            assertThat(rest.post(KEKS, KEK).status()).isEqualTo(200);
            assertThat(PeerTopic.exists(keysTopic)).isTrue();
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
        PeerTopic.create(keysTopic);
        String key = "{'type':'KEK','tenant':'default','name':'k'}";
        PeerTopic.write(keysTopic, key, "{'name':'k','kmsType':'local-kms','kmsKeyId':'id'}");
        PeerTopic.write(keysTopic, "no JSON", "{}");

        // When
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());
            assertThat(rest.get(KEKS + "/k").json().path("kmsKeyId").asText()).isEqualTo("id");
            assertThat(rest.put(KEKS + "/k", "{\"doc\":\"d\"}").status()).isEqualTo(200);
        }

        // Then
        assertThat(PeerTopic.records(keysTopic))
                .containsOnlyKeys(key, "no JSON")
                .containsEntry(
                        key,
                        "{'name':'k','kmsType':'local-kms','kmsKeyId':'id','kmsProps':{},'doc':'d','shared':false,"
                                + "'deleted':false,'type':'KEK'}");
    }

    @Test
    void saysOfATopicThatWouldNotKeepKeysWhatIsWrong() throws Exception {
        PeerTopic.create(new NewTopic(keysTopic, 2, (short) 1));
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            Reply reply = new RestCaller(server.url()).post(KEKS, KEK);

            assertThat(reply.errorCode()).isEqualTo(50001);
            assertThat(reply.body()).contains(keysTopic).contains("2 partitions");
        }
    }

    @Test
    void holdsNoMoreKeysThanItMay() {
        Map<String, String> properties = KeysTopic.properties(SharedKafka.bootstrapServers(), topic);
        properties.put("dek.registry.max.keys", "1");
        try (RegistryServer server = RegistryServer.start(properties)) {
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
