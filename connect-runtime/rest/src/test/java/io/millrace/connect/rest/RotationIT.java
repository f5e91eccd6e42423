package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that change while connectors run. */
class RotationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    static Path folder;

    @Test
    void onlyWhatUsesAChangedSecretIsRestarted() throws Exception {
        Path file = folder.resolve("secrets.properties");
        write(file, "turning=canary-first\nsteady=canary-steady\n");
        Map<String, String> properties = properties("rotation", "file", "1000");
        properties.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        try (ConnectServer server = ConnectServer.start(properties)) {
            // Given
            RestClient rest = new RestClient(server.url());
            create(rest, "turning", "${file:" + file + ":turning}", "restart");
            create(rest, "steady", "${file:" + file + ":steady}", "restart");
            create(rest, "unmoved", "${file:" + file + ":turning}", "none");
            for (String name : List.of("turning", "steady", "unmoved")) {
                await(name, () -> running(rest, name));
            }
            JsonNode steady = status(rest, "steady");
            JsonNode unmoved = status(rest, "unmoved");
            for (String name : List.of("turning", "steady", "unmoved")) {
                assertThat(started(name)).containsEntry("mode", name);
            }

            // When it changes twice; each look is at all connectors
            for (String word : List.of("canary-second", "canary-third")) {
                write(file, "turning=" + word + "\nsteady=canary-steady\n");
                assertThat(started("turning")).containsEntry("provided.url", "db://u:" + word + "@host");
            }

            // Then
            await("two restarts", () -> {
                JsonNode turning = status(rest, "turning");
                return running(rest, "turning")
                        && turning.at("/connector/restarts").asInt() == 2
                        && turning.at("/tasks/0/restarts").asInt() == 2;
            });
            assertThat(status(rest, "steady")).isEqualTo(steady);
            assertThat(status(rest, "unmoved")).isEqualTo(unmoved);
            for (String name : List.of("turning", "steady", "unmoved")) {
                assertThat(GuardedSourceConnector.started(name)).isEmpty();
            }

            // When it cannot be read for a while
            Files.move(file, folder.resolve("away"));
            create(rest, "later", "plain", "restart");
            await("running", () -> running(rest, "later"));
            write(file, "turning=canary-fourth\nsteady=canary-steady\n");

            // Then
            assertThat(started("later")).containsEntry("mode", "later");
            assertThat(started("turning")).containsEntry("provided.url", "db://u:canary-fourth@host");
            assertThat(status(rest, "steady")).isEqualTo(steady);
            for (String topic : List.of("rotation-configs", "rotation-status", "rotation-configs-assignments")) {
                assertThat(TopicTexts.read(BrokerKind.MILLRACE.bootstrapServers(), topic))
                        .isNotEmpty()
                        .noneMatch(text -> text.contains("canary"));
            }
        }
    }

    @Test
    void aTimeToLiveOfTheProviderIsEnough() throws Exception {
        Map<String, String> properties = properties("living", "brief", "0");
        properties.put("config.providers.brief.class", BriefProvider.class.getName());
        BriefProvider.value = "canary-first";
        try (ConnectServer server = ConnectServer.start(properties)) {
            // Given
            RestClient rest = new RestClient(server.url());
            create(rest, "brief", "${brief:word}", "restart");
            assertThat(started("brief")).containsEntry("provided.url", "db://u:canary-first@host");
            int asked = BriefProvider.asked;
            await("looks without a change", () -> BriefProvider.asked > asked + 10);
            assertThat(GuardedSourceConnector.started("brief")).isEmpty();

            // When
            BriefProvider.value = "canary-second";

            // Then
            assertThat(started("brief")).containsEntry("provided.url", "db://u:canary-second@host");
        }
    }

    @Test
    void whatAProviderAnnouncesRestartsWhatUsesIt() throws Exception {
        Map<String, String> properties = properties("announced", "announcing", "0");
        properties.put("config.providers.announcing.class", AnnouncingProvider.class.getName());
        AnnouncingProvider.set("moving", "canary-first");
        AnnouncingProvider.set("still", "canary-still");
        AnnouncingProvider.set("passed-over", "canary-other");
        try (ConnectServer server = ConnectServer.start(properties)) {
            // Given
            RestClient rest = new RestClient(server.url());
            create(rest, "moving", "${announcing:moving:word}", "restart");
            create(rest, "still", "${announcing:still:word}", "restart");
            create(rest, "passed-over", "${announcing:passed-over:word}", "none");
            for (String name : List.of("moving", "still", "passed-over")) {
                await(name, () -> running(rest, name));
                assertThat(started(name)).containsEntry("mode", name);
            }
            await("subscriptions", () -> AnnouncingProvider.subscribed().equals(Set.of("moving", "still")));
            JsonNode still = status(rest, "still");

            // When; what is announced without a change is looked at with the next
            for (String word : List.of("canary-second", "canary-third")) {
                assertThat(AnnouncingProvider.announce("still")).isTrue();
                AnnouncingProvider.set("moving", word);
                await("a subscription", () -> AnnouncingProvider.announce("moving"));

                // Then
                assertThat(started("moving")).containsEntry("provided.url", "db://u:" + word + "@host");
                await("the connector and its task run", () -> running(rest, "moving"));
            }
            assertThat(status(rest, "still")).isEqualTo(still);
            assertThat(GuardedSourceConnector.started("still")).isEmpty();

            // When
            assertThat(rest.delete("/connectors/moving").status()).isEqualTo(204);

            // Then
            await("unsubscribed", () -> AnnouncingProvider.subscribed().equals(Set.of("still")));
        }
    }

    /** Whose answers hold for a tenth of a second. */
    public static final class BriefProvider implements ConfigProvider {
        private static volatile String value;
        private static volatile int asked;

        @Override
        public void configure(Map<String, ?> configs) {
            // Needs nothing.
        }

        @Override
        public ConfigData get(String path) {
            return get(path, Set.of("word"));
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public ConfigData get(String path, Set<String> keys) {
            asked++;
            return new ConfigData(Map.of("word", value), 100L);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    private static Map<String, String> properties(String group, String provider, String intervalMs) {
        Map<String, String> properties = TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), group);
        properties.put("config.providers", provider);
        properties.put("secrets.refresh.interval.ms", intervalMs);
        return properties;
    }

    /** In one step, as every good rotation. */
    private static void write(Path file, String text) throws Exception {
        Path next = Files.writeString(file.resolveSibling("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void create(RestClient rest, String name, String word, String reload) throws Exception {
        assertThat(rest.put("/connectors/" + name + "/config", """
                                {"connector.class": "%s", "mode": "%s", "db.password": "literal", "provided.word": "%s",
                                 "config.action.reload": "%s"}""".formatted(
                                        GuardedSourceConnector.class.getName(), name, word, reload))
                        .status())
                .isEqualTo(201);
    }

    /** @return what the next task of the connector was started with, null when none was within the patience */
    private static Map<String, String> started(String connector) throws InterruptedException {
        return GuardedSourceConnector.started(connector).poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static boolean running(RestClient rest, String name) throws Exception {
        JsonNode status = status(rest, name);
        return status.at("/connector/state").asText().equals("RUNNING")
                && status.at("/tasks/0/state").asText().equals("RUNNING");
    }

    private static JsonNode status(RestClient rest, String name) throws Exception {
        return rest.get("/connectors/" + name + "/status").json();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadlineNanos);
            Thread.sleep(50);
        }
    }
}
