package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.rest.RestClient.Reply;
import io.millrace.connect.rest.Transcript.Expected;
import io.millrace.connect.rest.Transcript.Step;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Plays transcripts to a server and holds its answers against them. */
record TranscriptPlayer(ConnectServer server, Path folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    void play(String file) throws Exception {
        Path in = Files.writeString(folder.resolve(file + ".in"), "one\ntwo\nthree\n");
        Map<String, String> names = Map.of(
                "in",
                in.toString(),
                "out",
                folder.resolve(file + ".out").toString(),
                "url",
                server.url(),
                "worker",
                URI.create(server.url()).getAuthority());
        RestClient client = new RestClient(server.url());
        for (Step step : Transcript.read(file, names).steps()) {
            Reply reply = asked(client, step);
            assertThat(fits(step.expected(), reply))
                    .as(
                            "%s: %s %s%nexpected %s%nbut got  %s %s",
                            step.where(),
                            step.method(),
                            step.path(),
                            step.expected(),
                            reply.status(),
                            reply.raw().body())
                    .isTrue();
        }
    }

    private static Reply asked(RestClient client, Step step) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        Reply reply = client.send(request(step), step.path());
        while (step.expected().eventually() && !fits(step.expected(), reply) && System.nanoTime() - deadlineNanos < 0) {
            Thread.sleep(50);
            reply = client.send(request(step), step.path());
        }
        return reply;
    }

    private static HttpRequest.Builder request(Step step) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder().method(step.method(), HttpRequest.BodyPublishers.ofString(step.body()));
        step.headers().forEach(request::header);
        return request;
    }

    private static boolean fits(Expected expected, Reply reply) {
        boolean headers = expected.headers().entrySet().stream().allMatch(header -> reply.raw()
                .headers()
                .firstValue(header.getKey())
                .filter(header.getValue()::equals)
                .isPresent());
        return reply.status() == expected.status()
                && headers
                && (expected.document().isMissingNode()
                        ? reply.json().isMissingNode()
                        : JsonPattern.fits(expected.document(), reply.json()));
    }
}
