package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.testing.Pause;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at what exporters do, and at what registries hold. */
final class ExporterProbe {
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    private ExporterProbe() {}

    static String record(String name) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[]}";
    }

    static JsonNode status(RestCaller rest, String exporter) {
        return rest.get("/exporters/" + exporter + "/status").json();
    }

    /** Asks again and again, over the network, until the answer is as it should be. */
    static <T> T await(Supplier<T> question, Predicate<T> wanted) {
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        T answer = question.get();
        while (!wanted.test(answer) && System.nanoTime() - deadlineNanos < 0) {
            Pause.betweenLooks();
            answer = question.get();
        }
        assertThat(answer).matches(wanted, "what was waited for");
        return answer;
    }

    /** Waits until an exporter has copied all that is there now. */
    static void awaitRunning(RestCaller rest, String exporter) {
        long end = nextOffset(rest);
        await(
                () -> status(rest, exporter),
                status -> status.path("state").asText().equals("RUNNING")
                        && status.path("offset").asLong() >= end - 1);
    }

    /** Waits until an exporter says what hinders it. */
    static String awaitTrace(RestCaller rest, String exporter) {
        return await(
                        () -> status(rest, exporter),
                        status -> status.path("state").asText().equals("ERROR"))
                .path("trace")
                .asText();
    }

    private static long nextOffset(RestCaller rest) {
        return lines(rest, "snapshot").get(0).path("nextOffset").asLong();
    }

    /** All versions: their subjects, numbers, ids, whether they are deleted, their texts and references. */
    static List<String> versions(RestCaller rest) {
        return lines(rest, "version").stream()
                .map(each -> ((ObjectNode) each).without("ts").toString())
                .sorted()
                .toList();
    }

    private static List<JsonNode> lines(RestCaller rest, String type) {
        return rest.get("/schemas:export")
                .body()
                .lines()
                .map(ExporterProbe::json)
                .filter(each -> each.path("type").asText().equals(type))
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return RestCaller.JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
