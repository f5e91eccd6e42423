package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RegistryKillIT {
    private final String topic = SharedKafka.freshTopic();

    private ChildJvm launch() {
        return ChildJvm.start(
                List.of("-Xmx256m"), RegistryProcess.class.getName(), List.of(SharedKafka.bootstrapServers(), topic));
    }

    private static RestCaller caller(ChildJvm child) {
        return new RestCaller(child.awaitOutput("listening on (\\S+) ", Duration.ofSeconds(90))
                .group(1));
    }

    private static String schema(int number) {
        return "{\"type\":\"record\",\"name\":\"K" + number + "\",\"fields\":[]}";
    }

    @Test
    void keepsEveryAcknowledgedSchemaWhenItIsKilledInTheMiddle() throws InterruptedException {
        // Given
        Map<Integer, Integer> acknowledged = new ConcurrentHashMap<>();
        CountDownLatch some = new CountDownLatch(20);
        try (ChildJvm child = launch()) {
            RestCaller rest = caller(child);
            Thread client = new Thread(() -> registerUntilItDies(rest, acknowledged, some));
            client.start();
            assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();

            // When
            child.kill();
            client.join();
        }

        // Then
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());
            acknowledged.forEach((number, id) -> assertThat(
                            rest.get("/schemas/ids/" + id + "/schema").body())
                    .isEqualTo(schema(number)));
            int next =
                    rest.register("next", schema(1_000_000)).json().path("id").asInt();
            assertThat(acknowledged.values()).doesNotContain(next);
        }
    }

    private static void registerUntilItDies(RestCaller rest, Map<Integer, Integer> acknowledged, CountDownLatch some) {
        for (int i = 0; i < 100_000; i++) {
            try {
                acknowledged.put(
                        i, rest.register("s" + i, schema(i)).json().path("id").asInt());
                some.countDown();
            } catch (AssertionError e) {
                return;
            }
        }
    }
}
