package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.rest.RestClient.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Changes sent to three workers while their leaders go: nobody is sent away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LeaderChangeSuite {
    private static final String CONFIG =
            "{\"connector.class\": \"FileStreamSource\", \"file\": \"/tmp/none\", \"topic\": \"t\"}";

    private final BrokerKind broker;

    LeaderChangeSuite(BrokerKind broker) {
        this.broker = broker;
    }

    @Test
    void changesWaitOutTheCloseOfEveryLeaderBeforeTheLast() throws Exception {
        // Given
        List<ConnectServer> servers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                servers.add(ConnectServer.start(properties()));
            }
            ConnectServer last = servers.get(2);
            Traffic traffic = new Traffic(new RestClient(last.url()));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(traffic);

            // When
            for (int i = 0; i < 2; i++) {
                traffic.awaitRounds(3);
                servers.get(i).close();
            }
            traffic.awaitRounds(3);
            traffic.stop();
            sending.get(120, TimeUnit.SECONDS);

            // Then
            assertThat(traffic.refused).isEmpty();
            assertThat(new RestClient(last.url()).get("/connectors").json()).isEmpty();
        } finally {
            servers.forEach(ConnectServer::close);
        }
    }

    private Map<String, String> properties() {
        Map<String, String> properties = TestingServers.properties(broker.bootstrapServers(), "trio");
        properties.put("session.timeout.ms", "6000");
        return properties;
    }

    /** A client that creates, changes and deletes a connector, again and again. */
    private static final class Traffic implements Runnable {
        private final RestClient client;
        private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
        private final AtomicBoolean stopped = new AtomicBoolean();
        private volatile CountDownLatch rounds = new CountDownLatch(0);

        private Traffic(RestClient client) {
            this.client = client;
        }

        @Override
        public void run() {
            for (int round = 0; !stopped.get(); round++) {
                try {
                    String path = "/connectors/c" + round;
                    expect(201, client.post("/connectors", "{\"name\":\"c" + round + "\",\"config\":" + CONFIG + "}"));
                    expect(202, client.put(path + "/pause", ""));
                    expect(200, client.send("PATCH", path + "/config", "{\"topic\":\"u\"}", "application/json"));
                    expect(204, client.post(path + "/restart", ""));
                    expect(200, client.get(path + "/config"));
                    expect(204, client.delete(path));
                } catch (Exception e) {
                    refused.add(e.toString());
                }
                rounds.countDown();
            }
        }

        private void expect(int status, Reply reply) {
            if (reply.status() != status) {
                refused.add("not " + status + " but " + reply.status() + " "
                        + reply.raw().body());
            }
        }

        private void awaitRounds(int more) throws InterruptedException {
            CountDownLatch latch = new CountDownLatch(more);
            rounds = latch;
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        }

        private void stop() {
            stopped.set(true);
        }
    }
}
