package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.http.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RegistryStorageIT {
    private final String topic = SharedKafka.freshTopic();

    private RegistryServer startRegistry() {
        return SharedKafka.startRegistry(topic);
    }

    private static String schema(int number) {
        return "{\"type\":\"record\",\"name\":\"R" + number + "\",\"fields\":[]}";
    }

    @Test
    void keepsEverythingOverARestart() {
        // Given
        int last;
        String association;
        try (RegistryServer server = startRegistry()) {
            RestCaller rest = new RestCaller(server.url());
            rest.register("a", schema(1));
            rest.register("b", schema(2));
            rest.put("/config/a", "{\"compatibility\":\"FULL\"}");
            rest.post(
                    "/associations",
                    "{\"resourceName\":\"t\",\"resourceNamespace\":\"n\",\"resourceId\":\"i\","
                            + "\"associations\":[{\"subject\":\"a\"},{\"subject\":\"a\",\"associationType\":\"key\"}]}");
            rest.delete("/associations/resources/i?associationType=key");
            association = rest.get("/associations/resources/i").body();
            rest.put("/mode/b", "{\"mode\":\"READONLY\"}");
            last = rest.register("c", schema(3)).json().path("id").asInt();
            rest.delete("/subjects/c");
            rest.delete("/subjects/c?permanent=true");
        }

        // When
        try (RegistryServer server = startRegistry()) {
            RestCaller rest = new RestCaller(server.url());

            // Then
            assertThat(rest.get("/subjects").body()).isEqualTo("[\"a\",\"b\"]");
            assertThat(rest.get("/schemas/ids/1/schema").body()).isEqualTo(schema(1));
            assertThat(rest.get("/config/a").body()).isEqualTo("{\"compatibilityLevel\":\"FULL\"}");
            assertThat(association)
                    .contains("\"value\"")
                    .doesNotContain("\"key\"")
                    .contains("createTs")
                    .doesNotContain("\"createTs\":0");
            assertThat(rest.get("/associations/resources/i").body()).isEqualTo(association);
            assertThat(rest.get("/mode/b").body()).isEqualTo("{\"mode\":\"READONLY\"}");
            assertThat(rest.register("d", schema(4)).json().path("id").asInt()).isEqualTo(last + 1);
        }
    }

    @Test
    void givesOneIdToASchemaThatManyRegisterAtOnceAndDenseOnesToMany() throws Exception {
        // Given
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (RegistryServer server = startRegistry()) {
            RestCaller rest = new RestCaller(server.url());
            List<Callable<Integer>> same = new ArrayList<>();
            List<Callable<Integer>> different = new ArrayList<>();
            IntStream.range(0, 24).forEach(i -> {
                same.add(
                        () -> rest.register("same", schema(0)).json().path("id").asInt());
                different.add(() -> rest.register("s" + i, schema(100 + i))
                        .json()
                        .path("id")
                        .asInt());
            });

            // When
            Set<Integer> sameIds = results(clients, same);
            Set<Integer> differentIds = results(clients, different);

            // Then
            assertThat(sameIds).containsExactly(1);
            assertThat(rest.get("/subjects/same/versions").body()).isEqualTo("[1]");
            assertThat(differentIds).hasSize(24).contains(2, 25);
        } finally {
            clients.shutdownNow();
        }
    }

    private static Set<Integer> results(ExecutorService clients, List<Callable<Integer>> calls) throws Exception {
        Set<Integer> ids = new TreeSet<>();
        for (Future<Integer> each : clients.invokeAll(calls)) {
            ids.add(each.get());
        }
        return ids;
    }

    @Test
    void twoInstancesNeverGiveTwoSchemasOneId() throws Exception {
        // Given
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (RegistryServer first = startRegistry()) {
            List<Callable<Integer>> calls = new ArrayList<>();
            try (RegistryServer second = startRegistry()) {
                IntStream.range(0, 30).forEach(i -> {
                    RestCaller rest = new RestCaller(i % 2 == 0 ? first.url() : second.url());
                    calls.add(() ->
                            rest.register("s" + i, schema(i)).json().path("id").asInt());
                });

                // When
                Set<Integer> ids = results(clients, calls);

                // Then
                assertThat(ids).hasSize(30).contains(1, 30);
            }
            RestCaller survivor = new RestCaller(first.url());
            assertThat(survivor.register("after", schema(99)).json().path("id").asInt())
                    .isEqualTo(31);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void takesOverTheTopicOfAPeerAndErasesItsKeysForGood() throws Exception {
        // Given
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedKafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            put(
                    producer,
                    "{\"keytype\":\"SCHEMA\",\"subject\":\"old\",\"version\":1,\"magic\":1}",
                    "{\"subject\":\"old\",\"version\":1,\"id\":7,\"md5\":\"x\",\"schema\":\"\\\"int\\\"\","
                            + "\"deleted\":false,\"news\":1}");
            put(
                    producer,
                    "{\"magic\":0,\"keytype\":\"SCHEMA\",\"version\":2,\"subject\":\"old\"}",
                    "{\"schema\":\"\\\"long\\\"\",\"id\":8,\"version\":2,\"subject\":\"old\"}");
            put(producer, "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}", "{\"compatibilityLevel\":\"NONE\"}");
            put(producer, "{\"keytype\":\"NOOP\",\"magic\":0}", null);
            put(producer, "not ours", "at all");
        }

        // When
        try (RegistryServer server = startRegistry()) {
            RestCaller rest = new RestCaller(server.url());
            assertThat(rest.get("/subjects/old/versions").body()).isEqualTo("[1,2]");
            assertThat(rest.get("/config").body()).isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
            assertThat(rest.register("new", schema(1)).json().path("id").asInt())
                    .isEqualTo(9);
            rest.delete("/subjects/old/versions/2");
            rest.delete("/subjects/old/versions/2?permanent=true");
        }

        // Then
        try (RegistryServer server = startRegistry()) {
            assertThat(new RestCaller(server.url())
                            .get("/subjects/old/versions?deleted=true")
                            .body())
                    .isEqualTo("[1]");
        }
    }

    @Test
    void givesNoIdTwiceAfterCompactionInAnyContext() throws Exception {
        // Given
        List<String> contexts = List.of("", ":.staging:");
        try (RegistryServer server = startRegistry()) {
            RestCaller rest = new RestCaller(server.url());
            for (String context : contexts) {
                assertThat(id(rest.register(context + "a", schema(1)))).isEqualTo(1);
                assertThat(id(rest.register(context + "b", schema(2)))).isEqualTo(2);
                rest.delete("/subjects/" + context + "b");
                assertThat(rest.delete("/subjects/" + context + "b?permanent=true")
                                .body())
                        .isEqualTo("[1]");
            }
        }

        // When
        String compacted = CompactedCopy.of(topic);

        // Then
        try (RegistryServer server = SharedKafka.startRegistry(compacted)) {
            RestCaller rest = new RestCaller(server.url());
            for (String context : contexts) {
                assertThat(rest.get("/subjects/" + context + "b/versions?deleted=true")
                                .errorCode())
                        .isEqualTo(40401);
                assertThat(id(rest.register(context + "c", schema(3)))).isEqualTo(3);
            }
        }
    }

    private static int id(RestCaller.Reply reply) {
        return reply.json().path("id").asInt();
    }

    private void put(KafkaProducer<byte[], byte[]> producer, String key, String value) throws Exception {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), bytes))
                .get();
    }

    @Test
    void refusesATopicThatWouldForget() throws Exception {
        // Given
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }

        // Then
        assertThatThrownBy(this::startRegistry).hasMessageContaining("cleanup.policy=compact");
    }

    @Test
    void saysThatAPortIsInUse() {
        try (RegistryServer server = startRegistry()) {
            String address = server.url();

            assertThatThrownBy(() -> RegistryServer.start(
                            Map.of("listeners", address, "bootstrap.servers", SharedKafka.bootstrapServers())))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("cannot listen on");
        }
    }

    /** The store has nobody to ask, which takes it until its time is over. */
    @Test
    void saysThatAPortIsInUseBeforeTheStoreIsThere() {
        try (RegistryServer server = startRegistry()) {
            Map<String, String> properties = Map.of(
                    "listeners", server.url(), "bootstrap.servers", "127.0.0.1:1", "kafkastore.timeout.ms", "60000");

            long begun = System.nanoTime();
            assertThatThrownBy(() -> RegistryServer.start(properties))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("cannot listen on");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun))
                    .isLessThan(50);
        }
    }
}
