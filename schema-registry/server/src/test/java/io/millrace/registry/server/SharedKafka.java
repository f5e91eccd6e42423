package io.millrace.registry.server;

import io.millrace.testing.TestingKafka;
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
        return RegistryServer.start(KeysTopic.properties("PLAINTEXT://" + bootstrapServers(), topic));
    }
}
