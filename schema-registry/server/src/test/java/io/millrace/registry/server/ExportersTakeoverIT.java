package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.RestCaller.Reply;
import io.millrace.testing.ChildJvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exporters on several instances: the one that leads runs them, and another one goes on after it. */
class ExportersTakeoverIT {
    private static final int SCHEMAS = 400;

    private final String topic = SharedKafka.freshTopic();

    private static String exporter(RegistryServer destination) {
        return "{\"name\":\"e\",\"contextType\":\"NONE\",\"config\":{\"schema.registry.url\":\"" + destination.url()
                + "\"}}";
    }

    private static int count(RestCaller rest) {
        return rest.get("/subjects").json().size();
    }

    @Test
    void goesOnAfterTheLeaderWasKilledInTheMiddle() {
        try (RegistryServer destination = SharedKafka.startRegistry(SharedKafka.freshTopic());
                RegistryServer follower = SharedKafka.startRegistry(topic);
                ChildJvm child = ChildJvm.start(
                        List.of("-Xmx256m"),
                        RegistryProcess.class.getName(),
                        List.of(SharedKafka.bootstrapServers(), topic))) {
            // Given
            child.awaitOutput("listening on (\\S+) ", Duration.ofSeconds(90));
            RestCaller here = new RestCaller(follower.url());
            RestCaller there = new RestCaller(destination.url());
            for (int i = 0; i < SCHEMAS; i++) {
                here.register("s" + i, ExporterProbe.record("S" + i));
            }
            for (int i = 0; i < SCHEMAS; i += 3) {
                here.delete("/subjects/s" + i);
            }
            Reply created = here.post("/exporters", exporter(destination));
            assertThat(created.status()).as(created.body()).isEqualTo(200);
            ExporterProbe.await(() -> count(there), count -> count > 10);

            // When
            child.kill();
            int atKill = count(there);
            String state = ExporterProbe.status(here, "e").path("state").asText();
            Reply next = here.register("next", ExporterProbe.record("Next"));

            // Then
            assertThat(state).as("it was in the middle").isEqualTo("STARTING");
            assertThat(atKill).isLessThan(SCHEMAS);
            assertThat(next.status()).as(next.body()).isEqualTo(200);
            ExporterProbe.awaitRunning(here, "e");
            assertThat(ExporterProbe.versions(there))
                    .isEqualTo(ExporterProbe.versions(here))
                    .hasSize(SCHEMAS + 1);
        }
    }

    @Test
    void goesOnFromTheStoredOffsetAfterARestart() {
        try (RegistryServer destination = SharedKafka.startRegistry(SharedKafka.freshTopic())) {
            RestCaller there = new RestCaller(destination.url());
            try (RegistryServer first = SharedKafka.startRegistry(topic)) {
                RestCaller here = new RestCaller(first.url());
                here.register("a", ExporterProbe.record("A"));
                here.post("/exporters", exporter(destination));
                ExporterProbe.awaitRunning(here, "e");
            }
            there.delete("/subjects/a");
            there.delete("/subjects/a?permanent=true");
            try (RegistryServer second = SharedKafka.startRegistry(topic)) {
                RestCaller here = new RestCaller(second.url());
                here.register("b", ExporterProbe.record("B"));
                ExporterProbe.awaitRunning(here, "e");

                assertThat(there.get("/subjects").body())
                        .as("what was done is not done again")
                        .isEqualTo("[\"b\"]");
            }
        }
    }
}
