package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.RegisterSchema;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.server.decision.SerialDecisions;
import io.millrace.registry.server.storage.RegistryStore;
import io.millrace.registry.server.storage.StoreConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Schemas that take long to compare, in the store that a server has. */
class SlowComparisonIT {
    private static final int PATIENCE_MS = 120_000;

    private record Text(String canonicalText) implements ParsedSchema {
        @Override
        public String normalText() {
            return canonicalText;
        }
    }

    /** Takes any text; to compare one that says slow takes until it is let go. A later letter follows an earlier one. */
    private static final class SlowKind implements SchemaKind<Text> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);

        @Override
        public String type() {
            return "TEXT";
        }

        @Override
        public Decision<Text> parse(SchemaSource source, Strictness strictness) {
            return Decision.accept(new Text(source.text()));
        }

        @Override
        public List<Incompatibility> incompatibilities(
                Text reader, Text writer, CompatibilityPolicy policy, Sides sides) {
            if (reader.canonicalText().endsWith("slow")) {
                begun.countDown();
                awaitIt(letGo);
            }
            return reader.canonicalText().compareTo(writer.canonicalText()) > 0
                    ? List.of()
                    : List.of(new Incompatibility("LETTER", "", "", "", "comes before " + writer.canonicalText()));
        }

        @Override
        public String message(Incompatibility found) {
            return found.description();
        }
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_MS, TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final SlowKind kind = new SlowKind();

    /** The version that it became, or why it did not. */
    private String register(RegistryStore store, String subject, String text) {
        SchemaContent content = new SchemaContent("TEXT", text, List.of(), Optional.empty(), Optional.empty());
        Decision<SchemaVersion> decision = new SerialDecisions(store, new SchemaKinds(List.of(kind)))
                .write((state, reader) -> new RegisterSchema(reader, CompatibilityLevel.BACKWARD, subject)
                        .decide(SchemaCandidate.of(content)));
        return decision.fold(version -> "version " + version.version(), refused -> refused.message());
    }

    private CompletableFuture<String> registerSlowly(RegistryStore store) {
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> register(store, "s", "c slow"));
        awaitIt(kind.begun);
        return slow;
    }

    private static String result(CompletableFuture<String> future) throws Exception {
        return future.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static RegistryStore open() {
        RegistryStore store = RegistryStore.open(new StoreConfig(
                SharedKafka.bootstrapServers(), SharedKafka.freshTopic(), 1, PATIENCE_MS, PATIENCE_MS, Map.of()));
        store.claim("http://127.0.0.1:1");
        return store;
    }

    @Test
    void doNotKeepOtherSubjectsFromBeingWritten() throws Exception {
        try (RegistryStore store = open()) {
            // Given
            register(store, "s", "a");
            CompletableFuture<String> slow = registerSlowly(store);

            // When
            CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> register(store, "t", "x"));

            // Then
            assertThat(result(other)).isEqualTo("version 1");
            assertThat(slow).isNotDone();
            kind.letGo.countDown();
            assertThat(result(slow)).isEqualTo("version 2");
        }
    }

    /** The version that came in between is the one that counts. */
    @Test
    void areComparedWithWhatWasRegisteredMeanwhile() throws Exception {
        try (RegistryStore store = open()) {
            // Given
            register(store, "s", "a");
            CompletableFuture<String> slow = registerSlowly(store);

            // When
            assertThat(register(store, "s", "d")).isEqualTo("version 2");
            kind.letGo.countDown();

            // Then
            assertThat(result(slow)).contains("comes before d");
            int versions =
                    store.read(state -> state.versions("s", Visibility.LIVE).size());
            assertThat(versions).isEqualTo(2);
        }
    }
}
