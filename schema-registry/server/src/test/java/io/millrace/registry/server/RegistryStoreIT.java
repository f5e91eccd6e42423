package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.server.storage.RegistryStore;
import io.millrace.registry.server.storage.StoreConfig;
import io.millrace.registry.server.storage.StoreException;
import io.millrace.testing.TestingKafka;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryStoreIT {
    private static final int PATIENCE_MS = 60_000;
    private static final int CONFIRMED_MS = 5_000;

    private static SchemaVersion version(String subject, int id, String text) {
        return new SchemaVersion(subject, 1, id, SchemaContent.avro(text), false);
    }

    private static Decision<String> write(RegistryStore store, SchemaVersion version) {
        return store.write(state ->
                Decision.accept(new Proposal<>(List.of(new RegistryRecord.VersionWritten(version)), "registered")));
    }

    @Test
    void saysOfAWriteThatWasNotConfirmedThatItsOutcomeIsUnknownAndOfOneThatWasNotTriedThatItFailed() {
        // Given
        try (TestingKafka kafka = TestingKafka.start();
                RegistryStore store = RegistryStore.open(new StoreConfig(
                        kafka.bootstrapServers(), "_schemas", 1, CONFIRMED_MS, PATIENCE_MS, Map.of()))) {
            store.claim("http://127.0.0.1:1");

            // When
            kafka.process().pause();
            try {
                // Then
                assertThatThrownBy(() -> write(store, version("a", 1, "\"int\"")))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("it is unknown whether");
                assertThatThrownBy(() -> write(store, version("b", 2, "\"long\"")))
                        .isInstanceOf(StoreException.class)
                        .hasMessageNotContaining("unknown");
            } finally {
                kafka.process().resume();
            }
        }
    }

    @Test
    void doesNotSayOfAWriteThatWasAppliedInPartThatItWasNotMade() {
        // Given
        StoreConfig config = new StoreConfig(
                SharedKafka.bootstrapServers(), SharedKafka.freshTopic(), 1, PATIENCE_MS, PATIENCE_MS, Map.of());
        try (RegistryStore store = RegistryStore.open(config)) {
            store.claim("http://127.0.0.1:1");
            write(store, version("a", 1, "\"int\""));

            // When
            List<RegistryRecord> records = List.of(
                    new RegistryRecord.VersionWritten(version("b", 2, "\"long\"")),
                    new RegistryRecord.VersionWritten(version("c", 1, "\"string\"")));

            // Then
            assertThatThrownBy(() -> store.write(state -> Decision.accept(new Proposal<>(records, ""))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("it is unknown whether");
            assertThat(store.<Boolean>read(
                            state -> state.version(new VersionKey("b", 1)).isPresent()))
                    .isTrue();
            assertThatThrownBy(() -> write(store, version("d", 1, "\"string\"")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageNotContaining("unknown");
        }
    }

    @Test
    void acceptsNothingWhoseIdStandsForAnotherSchemaAndGoesOn() {
        // Given
        StoreConfig config = new StoreConfig(
                SharedKafka.bootstrapServers(), SharedKafka.freshTopic(), 1, PATIENCE_MS, PATIENCE_MS, Map.of());
        try (RegistryStore store = RegistryStore.open(config)) {
            store.claim("http://127.0.0.1:1");
            write(store, version("a", 1, "\"int\""));

            // Then
            assertThatThrownBy(() -> write(store, version("b", 1, "\"long\"")))
                    .isInstanceOfSatisfying(StoreException.class, refused -> assertThat(refused.code())
                            .isEqualTo(RegistryErrorCode.STORE_ERROR));
            assertThat(write(store, version("b", 2, "\"long\"")).isAccepted()).isTrue();
            assertThat(store.<Boolean>read(
                            state -> state.version(new VersionKey("b", 1)).isPresent()))
                    .isTrue();
        }
    }

    @Test
    void claimsNothingAfterItsEnd() {
        // Given
        StoreConfig config = new StoreConfig(
                SharedKafka.bootstrapServers(), SharedKafka.freshTopic(), 1, PATIENCE_MS, PATIENCE_MS, Map.of());
        RegistryStore ended = RegistryStore.open(config);
        ended.claim("http://127.0.0.1:1");
        try (RegistryStore next = RegistryStore.open(config)) {
            next.claim("http://127.0.0.1:2");

            // When
            ended.close();

            // Then
            assertThatThrownBy(() -> write(ended, version("a", 1, "\"int\"")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("being stopped");
            assertThatThrownBy(() -> ended.claim("http://127.0.0.1:1")).hasMessageContaining("being stopped");
            assertThat(write(next, version("a", 1, "\"int\"")).isAccepted()).isTrue();
        }
    }
}
