package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.dek.ChangeKeks;
import io.millrace.registry.model.dek.Kek;
import io.millrace.registry.server.SharedKafka;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two instances that both believe that they lead. */
class KeyStoreIT {
    private static final int PATIENCE_MS = 60_000;

    private final StoreConfig config = new StoreConfig(
            SharedKafka.bootstrapServers(), SharedKafka.freshTopic(), 1, PATIENCE_MS, PATIENCE_MS, Map.of());

    private KeyStore open() {
        return new KeyStore(config, new KeyStoreConfig(config.topic() + "-keys", 100), () -> {});
    }

    private static Decision<Boolean> create(KeyStore store, String name, String kmsKeyId) {
        Kek kek = new Kek(name, "local-kms", kmsKeyId, new TreeMap<>(), Optional.empty(), false, false, 0);
        return store.write(table -> new ChangeKeks(table, 100).create(kek), table -> table.kek(name, false)
                .isPresent());
    }

    private static List<String> names(KeyStore store) {
        return store.read(table -> table.keks(true).stream().map(Kek::name).toList());
    }

    @Test
    void theOneThatWroteBeforeIsFencedAndLosesNothingOfTheOther() {
        try (KeyStore older = open();
                KeyStore newer = open()) {
            // Given
            assertThat(create(older, "a", "1")).isEqualTo(Decision.accept(true));
            assertThat(create(newer, "b", "1")).isEqualTo(Decision.accept(true));
            assertThat(names(newer)).as("it has read all before").containsExactly("a", "b");

            // When
            assertThatThrownBy(() -> create(older, "c", "1"))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code())
                            .isEqualTo(RegistryErrorCode.UNKNOWN_LEADER));

            // Then
            assertThat(names(newer)).as("nothing of the fenced one").containsExactly("a", "b");
            assertThat(create(older, "b", "2").isAccepted())
                    .as("it decides by what the other wrote")
                    .isFalse();
            assertThat(create(older, "c", "1")).isEqualTo(Decision.accept(true));
            assertThat(names(older)).containsExactly("a", "b", "c");
        }
    }
}
