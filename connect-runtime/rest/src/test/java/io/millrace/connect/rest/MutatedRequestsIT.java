package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.FuzzBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole requests with bytes exchanged, doubled, cut and put in, line, headers and body alike, over plain sockets: none is
 * the server's fault, none hangs, and the worker is as well afterwards as before. A few hundred in the
 * build; {@code integration-tests/fuzz/run --target connect-requests --long} sends 20,000.
 */
class MutatedRequestsIT {
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 20_261_122);
    private static final int REQUESTS = 400;
    private static final int PATIENCE_MS = 120_000;
    private static final int MOMENT_MS = 50;

    /** As long as {@code HTTP/1.1 200}. */
    private static final int HEAD_BYTES = 12;

    /** Pools of the server and of its client grow up to their bounds, and no further. */
    private static final int THREADS_MORE_MAX = 60;

    private static final String CONFIG =
            "{\"connector.class\":\"FileStreamSource\",\"file\":\"/tmp/none\",\"topic\":\"t\",\"note\":\"${file:a:b}\"}";

    private static final List<String> SEEDS = List.of(
            request("POST", "/connectors", "{\"name\":\"m\",\"initial_state\":\"STOPPED\",\"config\":" + CONFIG + "}"),
            request("PUT", "/connectors/m%2Fn/config", CONFIG),
            request("PATCH", "/connectors/m/config", "{\"topic\":null,\"tasks.max\":\"1\"}"),
            request("GET", "/connectors?expand=info&expand=status", ""),
            request("GET", "/connectors/m/status", ""),
            request("DELETE", "/connectors/m", ""),
            request("PUT", "/connectors/m/pause", ""),
            request("POST", "/connectors/m/restart?includeTasks=true&onlyFailed=false", ""),
            request(
                    "PATCH",
                    "/connectors/m/offsets?dryRun=true",
                    "{\"offsets\":[{\"partition\":{\"filename\":\"f\"},\"offset\":{\"position\":1}}]}"),
            request("PUT", "/connector-plugins/FileStreamSource/config/validate", CONFIG),
            request("GET", "/connector-plugins?connectorsOnly=false", ""),
            request("PUT", "/admin/loggers/mutated?scope=worker", "{\"level\":\"DEBUG\"}"),
            request("GET", "/connectors/m/dead-letters/0?from=0&max=20", ""),
            request("GET", "/metrics", ""));

    private static final List<String> ODDITIES = List.of(
            "\r\n",
            "\0",
            "%00",
            "%2f",
            "%",
            "..",
            "//",
            "${",
            "\"",
            "{",
            "[",
            "}",
            ",",
            "\\u0000",
            "1e400",
            "-1",
            "NaN",
            "\u20ac",
            "\ud83d\ude80",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 5\r\n",
            "Host: evil\r\n",
            "Expect: 100-continue\r\n",
            "HTTP/9.9",
            "\u0085",
            "\t",
            ";",
            "#",
            "?forward=true",
            "&forward=false");

    @TempDir
    static Path folder;

    private static ConnectServer server;

    @BeforeAll
    static void start() {
        server = ConnectServer.start(TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), "mutated"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String request(String method, String target, String body) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n"
                + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    @Test
    void noMutatedRequestIsTheServersFault() throws Exception {
        // Given
        Random random = new Random(SEED);
        RestClient client = new RestClient(server.url());
        int threads = Thread.activeCount();
        Map<Integer, Integer> answers = new TreeMap<>();

        FuzzBudget budget = FuzzBudget.of(REQUESTS);
        while (budget.next()) {
            // When
            int round = budget.done() - 1;
            byte[] mutated = mutated(SEEDS.get(round % SEEDS.size()), random);
            int status = answer(mutated);
            answers.merge(status, 1, Integer::sum);

            // Then
            assertThat(status)
                    .as("seed %d round %d: %s", SEED, round, new String(mutated, StandardCharsets.UTF_8))
                    .isLessThan(500);
            if (round % 100 == 0) {
                assertThat(client.get("/connectors").status()).isEqualTo(200);
            }
        }
        assertThat(client.get("/health").status()).isEqualTo(200);
        assertThat(Thread.activeCount()).isLessThan(threads + THREADS_MORE_MAX);
        assertThat(budget.done()).isPositive();
        if (budget.done() >= REQUESTS) {
            assertThat(answers).as("some get through, some do not").containsKeys(200, 400);
        }
        System.out.printf(
                "FUZZ connect requests: seed %d, %,d requests, answers by status %s%n", SEED, budget.done(), answers);
    }

    private static byte[] mutated(String seed, Random random) throws IOException {
        byte[] text = seed.getBytes(StandardCharsets.UTF_8);
        for (int wounds = 1 + random.nextInt(3); wounds > 0 && text.length > 1; wounds--) {
            int at = random.nextInt(text.length);
            ByteArrayOutputStream next = new ByteArrayOutputStream();
            next.write(text, 0, at);
            switch (random.nextInt(5)) {
                case 0 -> next.write(text, at + 1, text.length - at - 1);
                case 1 -> {
                    next.write(random.nextInt(256));
                    next.write(text, at + 1, text.length - at - 1);
                }
                case 2 -> {
                    next.write(ODDITIES.get(random.nextInt(ODDITIES.size())).getBytes(StandardCharsets.UTF_8));
                    next.write(text, at, text.length - at);
                }
                case 3 -> {
                    int length = random.nextInt(Math.min(64, text.length - at)) + 1;
                    next.write(text, at, length);
                    next.write(text, at, text.length - at);
                }
                default -> {
                    int length = random.nextInt(Math.min(16, text.length - at)) + 1;
                    next.write(text, at + length, text.length - at - length);
                }
            }
            text = next.toByteArray();
        }
        return text;
    }

    /** The beginning of the answer. What a request announces and does not send is not waited for: then it is ended. */
    private static String head(Socket socket) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        int first;
        try {
            first = socket.getInputStream().read(head);
        } catch (SocketTimeoutException e) {
            socket.shutdownOutput();
            socket.setSoTimeout(PATIENCE_MS);
            first = socket.getInputStream().read(head);
        }
        int more = first < 0 ? 0 : socket.getInputStream().readNBytes(head, first, HEAD_BYTES - first);
        return new String(head, 0, Math.max(first, 0) + more, StandardCharsets.US_ASCII);
    }

    /** The status of the answer; 0 when the connection was ended without one, as befits what is no HTTP. */
    private static int answer(byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(),
                            URI.create(server.url()).getPort()),
                    PATIENCE_MS);
            socket.setSoTimeout(MOMENT_MS);
            socket.getOutputStream().write(request);
            String line = head(socket);
            return line.startsWith("HTTP/1.1 ") && line.length() == HEAD_BYTES
                    ? Integer.parseInt(line.substring(9))
                    : 0;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer to " + new String(request, StandardCharsets.UTF_8), e);
        } catch (IOException e) {
            // Ended while it was still being sent.
            return 0;
        }
    }
}
