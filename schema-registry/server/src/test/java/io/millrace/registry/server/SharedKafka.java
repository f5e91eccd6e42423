package io.millrace.registry.server;

import io.millrace.testing.TestingKafka;
import java.util.Map;
import java.util.UUID;

/** One broker for all integration tests of this JVM; it ends with the JVM. Each registry gets a topic of its own. */
public final class SharedKafka {
    private static final TestingKafka KAFKA = start();

    private SharedKafka() {}

    private static TestingKafka start() {
        TestingKafka kafka = TestingKafka.start();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop-kafka"));
        return kafka;
    }

    public static String bootstrapServers() {
        return KAFKA.bootstrapServers();
    }

    public static String freshTopic() {
        return "_schemas-" + UUID.randomUUID();
    }

    static RegistryServer startRegistry(String topic) {
        return RegistryServer.start(Map.of(
                "listeners",
                "http://127.0.0.1:0",
                "kafkastore.bootstrap.servers",
                "PLAINTEXT://" + bootstrapServers(),
                "kafkastore.topic",
                topic,
                "dek.registry.topic",
                KeysTopic.of(topic)));
    }
}
