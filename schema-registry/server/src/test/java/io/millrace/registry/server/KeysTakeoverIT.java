package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.RestCaller.Reply;
import io.millrace.testing.ChildJvm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Keys for encryption on several instances. */
class KeysTakeoverIT {
    private static final String KEKS = "/dek-registry/v1/keks";

    private final String topic = SharedKafka.freshTopic();

    private static String kek(int number) {
        return KeysIT.KEK.replace("\"k\"", "\"k" + number + "\"");
    }

    @Test
    void anyInstanceTakesWritesAndTheLeaderMakesThem() {
        try (RegistryServer follower = SharedKafka.startRegistry(topic);
                RegistryServer leader = SharedKafka.startRegistry(topic)) {
            RestCaller one = new RestCaller(follower.url());
            RestCaller other = new RestCaller(leader.url());
            assertThat(one.get(KEKS).body()).as("no topic yet").isEqualTo("[]");

            Reply made = one.post(KEKS, KeysIT.KEK);

            assertThat(made.status()).as(made.body()).isEqualTo(200);
            assertThat(other.get(KEKS + "/k").body())
                    .as("the leader has read its own write")
                    .isEqualTo(made.body());
            Reply handedOn = one.send(HttpRequest.newBuilder(URI.create(one.url() + KEKS))
                    .header("X-Forward", "true")
                    .POST(HttpRequest.BodyPublishers.ofString(kek(1))));
            assertThat(handedOn.errorCode()).as("it does not write itself").isEqualTo(50004);
            assertThat(one.post(KEKS + "/k/deks", KeysIT.DEK).status()).isEqualTo(200);
            assertThat(one.post(KEKS + "/k/deks/a%2Fb", KeysIT.DEK.replace("\"s\"", "\"a/b\""))
                            .status())
                    .isEqualTo(200);
            assertThat(one.delete(KEKS + "/k").errorCode()).isEqualTo(42272);
            assertThat(one.delete(KEKS + "/k/deks/s").status()).isEqualTo(204);
            assertThat(other.get(KEKS + "/k/deks/s").errorCode()).isEqualTo(40470);
            assertThat(one.post(KEKS + "/k/deks/s/undelete", "").status()).isEqualTo(204);
            assertThat(other.get(KEKS + "/k/deks/s").status()).isEqualTo(200);
        }
    }

    @Test
    void takesOverFromAKilledLeaderWithEverythingThatWasAcknowledged() throws InterruptedException {
        Map<Integer, String> acknowledged = new ConcurrentHashMap<>();
        CountDownLatch some = new CountDownLatch(20);
        try (RegistryServer follower = SharedKafka.startRegistry(topic);
                ChildJvm child = ChildJvm.start(
                        List.of("-Xmx256m"),
                        RegistryProcess.class.getName(),
                        List.of(SharedKafka.bootstrapServers(), topic))) {
            // Given
            child.awaitOutput("listening on (\\S+) ", Duration.ofSeconds(90));
            RestCaller rest = new RestCaller(follower.url());
            Thread client = new Thread(() -> createUntilOneFails(rest, acknowledged, some));
            client.start();
            assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();

            // When
            child.kill();
            client.join();

            // Then
            int next = 1_000_000;
            Reply reply = rest.post(KEKS, kek(next));
            for (int tries = 0; reply.status() != 200 && tries < 20; tries++) {
                reply = rest.post(KEKS, kek(++next));
            }
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            acknowledged.forEach((number, body) ->
                    assertThat(rest.get(KEKS + "/k" + number).body()).isEqualTo(body));
        }
    }

    /** The follower may take over without a failure that its client would see; then it ends by the number. */
    private static void createUntilOneFails(RestCaller rest, Map<Integer, String> acknowledged, CountDownLatch some) {
        for (int i = 0; i < 150; i++) {
            Reply reply = rest.post(KEKS, kek(i));
            if (reply.status() != 200) {
                return;
            }
            acknowledged.put(i, reply.body());
            some.countDown();
        }
    }
}
