package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testing.FuzzBudget;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Requests of all paths with parameters, media types and bodies that do and do not belong there: each is answered, none is
 * the server's fault as long as its topic is well, and each refusal says why in JSON. A thousand in the build;
 * {@code integration-tests/fuzz/run --target registry-requests --long} sends 100,000.
 */
class RegistryRequestFuzzIT {
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 20_261_122);
    private static final int REQUESTS = 1_000;
    private static final int PATIENCE_MS = 120_000;

    /** What has gathered by then is deleted, so that later requests find a registry as small as the first ones did. */
    private static final int FRESH_EVERY = 500;

    /** Between the head of an answer and its body. */
    private static final String BLANK_LINE = "\r\n\r\n";

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    private static RegistryServer server;

    private RestCaller rest;

    @BeforeAll
    static void start() {
        server = SharedKafka.startRegistry(SharedKafka.freshTopic());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void noRequestIsTheServersFault() throws Exception {
        // Given
        rest = new RestCaller(server.url());
        RandomRequests requests = new RandomRequests(SEED);
        Map<Integer, Integer> answers = new TreeMap<>();

        FuzzBudget budget = FuzzBudget.of(REQUESTS);
        while (budget.next()) {
            // When
            int round = budget.done() - 1;
            byte[] request = requests.next();
            String place = "seed " + SEED + " round " + round + ": " + new String(request, StandardCharsets.UTF_8);
            String answer = answer(request, place);

            // Then
            assertThat(answer).as(place).startsWith("HTTP/1.1 ");
            int status = Integer.parseInt(answer.substring(9, 12));
            answers.merge(status, 1, Integer::sum);
            assertThat(status).as("%s%n%s", answer, place).isBetween(200, 499);
            if (status >= 400 && !place.contains(": HEAD ")) {
                requireReason(answer, status, place);
            }
            if (round % FRESH_EVERY == FRESH_EVERY - 1) {
                deleteEverything();
            }
        }
        assertThat(budget.done()).isPositive();
        if (budget.done() >= REQUESTS) {
            assertThat(answers).as("some get through, some do not").containsKeys(200, 400, 404, 422);
        }
        System.out.printf(
                "FUZZ registry requests: seed %d, %,d requests, answers by status %s%n", SEED, budget.done(), answers);
    }

    private static void requireReason(String answer, int status, String place) {
        String body = answer.substring(answer.indexOf(BLANK_LINE) + BLANK_LINE.length());
        JsonNode reason = new RestCaller.Reply(status, body, "").json();
        int code = reason.path("error_code").asInt();
        assertThat(code < 1_000 ? code : code / 100).as("%s%n%s", answer, place).isEqualTo(status);
        assertThat(reason.path("message").asText()).as(place).isNotBlank();
    }

    /** Also shows that it still works. */
    private void deleteEverything() {
        for (String scope : List.of("", "/:.__GLOBAL:", "/:.c:")) {
            rest.delete("/mode" + scope);
            rest.delete("/config" + scope);
        }
        JsonNode subjects = rest.get("/subjects?deleted=true&subjectPrefix=:*:").json();
        // A subject that is referred to stays until those that refer to it are gone.
        for (int pass = 0; pass < 3; pass++) {
            for (JsonNode each : subjects) {
                String subject =
                        URLEncoder.encode(each.asText(), StandardCharsets.UTF_8).replace("+", "%20");
                rest.delete("/mode/" + subject);
                rest.delete("/config/" + subject);
                rest.delete("/subjects/" + subject);
                rest.delete("/subjects/" + subject + "?permanent=true");
            }
        }
        assertThat(rest.register(":.fresh:f", "\"int\"").status()).isEqualTo(200);
    }

    private static String answer(byte[] request, String place) throws IOException {
        try (Socket socket = new Socket()) {
            int port = URI.create(server.url()).getPort();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request);
            return answer(new BufferedInputStream(socket.getInputStream()), place.contains(": HEAD "));
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer to " + place, e);
        }
    }

    /** Head and body; the end of the connection is not waited for. */
    private static String answer(InputStream in, boolean headOnly) throws IOException {
        StringBuilder head = new StringBuilder();
        int next = 0;
        while (next >= 0 && head.indexOf(BLANK_LINE) < 0) {
            next = in.read();
            head.append(next < 0 ? "" : String.valueOf((char) next));
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        int bodyBytes = headOnly || !length.find() ? 0 : Integer.parseInt(length.group(1));
        return head + new String(in.readNBytes(bodyBytes), StandardCharsets.UTF_8);
    }
}
