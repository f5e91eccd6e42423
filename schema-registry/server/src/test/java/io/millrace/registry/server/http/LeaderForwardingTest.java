package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.StoreException;
import io.millrace.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LeaderForwardingTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    /** Covers connecting as well, and who has not connected by then is told that the leader is gone. */
    private static final Duration HANGING = Duration.ofSeconds(3);

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Answer OWN = Answer.text("own");
    private static final String UNKNOWN = "it is unknown whether";

    private final AtomicInteger claims = new AtomicInteger();
    private final AggregatedHttpRequest write =
            AggregatedHttpRequest.of(HttpMethod.POST, "/subjects/a/versions", MediaType.JSON, "{}");

    private LeaderForwarding forwarding(Duration connect, Duration answer) {
        return new LeaderForwarding(
                claims::incrementAndGet, "http://127.0.0.1:1", new LeaderPatience(connect, answer), Instances.OPEN);
    }

    private Answer forward(LeaderForwarding forwarding, int port) {
        return forward(forwarding, port, () -> OWN);
    }

    private Answer forward(LeaderForwarding forwarding, int port, Supplier<Answer> local) {
        Caller caller = new Caller("ANONYMOUS", "127.0.0.1:1", "");
        return forwarding.forward("http://127.0.0.1:" + port, write, caller, local);
    }

    private static ServerSocket silent(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    @Test
    void claimsTheWritesWhenNobodyListensAtTheLeaders() {
        assertThat(forward(forwarding(LONG, LONG), FreePort.find())).isEqualTo(OWN);
        assertThat(claims).hasValue(1);
    }

    @Test
    void claimsTheWritesWhenTheLeadersHostIsDead() throws IOException {
        // Given: a full queue of connections, at which the kernel drops further ones as a dead host does.
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket leader = silent(1)) {
            fill(leader, queued);

            // When
            Answer answer = forward(forwarding(SHORT, LONG), leader.getLocalPort());

            // Then
            assertThat(answer).isEqualTo(OWN);
            assertThat(claims).hasValue(1);
        } finally {
            for (Socket each : queued) {
                each.close();
            }
        }
    }

    private static void fill(ServerSocket server, List<Socket> queued) throws IOException {
        for (int i = 0; i < 64; i++) {
            Socket socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("the queue of connections has no end");
    }

    @Test
    void claimsTheWritesWhenTheLeaderHangsForTheSecondTime() throws IOException {
        // Given
        LeaderForwarding forwarding = forwarding(LONG, HANGING);
        try (ServerSocket leader = silent(50)) {
            assertThatThrownBy(() -> forward(forwarding, leader.getLocalPort()))
                    .isInstanceOfSatisfying(HttpProblemException.class, problem -> assertThat(problem.code())
                            .isEqualTo(RegistryErrorCode.FORWARD_FAILED.code()))
                    .hasMessageContaining(UNKNOWN);
            assertThat(claims).hasValue(0);

            // When
            Answer answer = forward(forwarding, leader.getLocalPort());

            // Then
            assertThat(answer).isEqualTo(OWN);
            assertThat(claims).hasValue(1);
        }
    }

    @Test
    @Timeout(60)
    void doesNotWaitForEverForALeaderThatHangsInTheMiddleOfItsAnswer() throws IOException {
        // Given
        CountDownLatch end = new CountDownLatch(1);
        HttpServer leader = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        leader.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            hang(end);
        });
        leader.start();
        try {
            int port = leader.getAddress().getPort();

            // Then
            assertThatThrownBy(() -> forward(forwarding(SHORT, HANGING), port))
                    .isInstanceOfSatisfying(HttpProblemException.class, problem -> assertThat(problem.code())
                            .isEqualTo(RegistryErrorCode.FORWARD_FAILED.code()))
                    .hasMessageContaining(UNKNOWN);
        } finally {
            end.countDown();
            leader.stop(0);
        }
    }

    @Test
    void saysThatAnotherWasQuickerToClaimTheWrites() throws IOException {
        // Given
        int port;
        try (ServerSocket closed = silent(1)) {
            port = closed.getLocalPort();
        }

        // Then
        assertThatThrownBy(() -> forward(forwarding(LONG, LONG), port, LeaderForwardingTest::overtaken))
                .isInstanceOfSatisfying(HttpProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(RegistryErrorCode.UNKNOWN_LEADER.code()))
                .hasMessageNotContaining(UNKNOWN);
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhateverFailsAfterALeaderThatHung() throws IOException {
        // Given
        LeaderForwarding forwarding = forwarding(LONG, HANGING);
        try (ServerSocket leader = silent(50)) {
            int port = leader.getLocalPort();
            assertThatThrownBy(() -> forward(forwarding, port)).isInstanceOf(HttpProblemException.class);

            // Then
            assertThatThrownBy(() -> forward(forwarding, port, LeaderForwardingTest::overtaken))
                    .isInstanceOf(HttpProblemException.class)
                    .hasMessageContaining(UNKNOWN);
            assertThatThrownBy(() -> forward(forwarding, port)).isInstanceOf(HttpProblemException.class);
            assertThatThrownBy(() -> forward(forwarding, port, LeaderForwardingTest::failing))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(UNKNOWN);
        }
    }

    private static Answer overtaken() {
        throw new NotLeaderException("http://127.0.0.1:2");
    }

    private static Answer failing() {
        throw new StoreException(RegistryErrorCode.STORE_TIMEOUT, "no answer", null);
    }

    @Test
    void leavesTheWritesToALeaderThatAnswersInBetween() throws IOException {
        // Given
        LeaderForwarding forwarding = forwarding(LONG, HANGING);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer leader = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger requests = new AtomicInteger();
        leader.setExecutor(threads);
        leader.createContext("/", exchange -> {
            if (requests.incrementAndGet() % 2 == 1) {
                hang(end);
            }
            answer(exchange);
        });
        leader.start();
        try {
            int port = leader.getAddress().getPort();

            // When
            assertThatThrownBy(() -> forward(forwarding, port)).isInstanceOf(HttpProblemException.class);
            assertThat(forward(forwarding, port)).isEqualTo(Answer.text("leader's"));
            assertThatThrownBy(() -> forward(forwarding, port)).isInstanceOf(HttpProblemException.class);

            // Then
            assertThat(claims).hasValue(0);
        } finally {
            end.countDown();
            leader.stop(0);
            threads.shutdownNow();
        }
    }

    private static void hang(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = "leader's".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
