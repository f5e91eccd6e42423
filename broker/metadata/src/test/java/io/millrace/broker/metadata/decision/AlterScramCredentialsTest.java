package io.millrace.broker.metadata.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.command.AlterScramCredentials;
import io.millrace.broker.metadata.command.ScramChange;
import io.millrace.broker.metadata.command.ScramCredentialsAltered;
import io.millrace.broker.metadata.command.ScramCredentialsAltered.AlteredUser;
import io.millrace.broker.metadata.image.ScramSecret;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class AlterScramCredentialsTest {
    private static final byte SHA_256 = 1;
    private static final byte SHA_512 = 2;

    private final MetadataDriver cluster = MetadataDriver.withBrokers(1);

    @Test
    void setsReplacesAndDeletes() {
        // When
        alter(set("alice", SHA_256, 4_096), set("alice", SHA_512, 4_096), set("bob", SHA_256, 4_096));
        alter(set("alice", SHA_256, 8_192), delete("bob", SHA_256));

        // Then
        assertThat(cluster.image.scram().of("alice"))
                .containsOnlyKeys(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512);
        assertThat(cluster.image.scram().find("alice", ScramMechanism.SCRAM_SHA_256))
                .contains(secret(8_192));
        assertThat(cluster.image.scram().byUser()).containsOnlyKeys("alice");
    }

    @Test
    void refusesWhatCannotBeAndLeavesTheOthersAlone() {
        // When, Then
        assertThat(alter(
                        set("", SHA_256, 4_096),
                        set("weak", SHA_256, 4_095),
                        set("slow", SHA_256, 16_385),
                        set("odd", (byte) 7, 4_096),
                        delete("nobody", SHA_256),
                        set("good", SHA_256, 4_096)))
                .containsExactly(
                        Errors.UNACCEPTABLE_CREDENTIAL,
                        Errors.UNACCEPTABLE_CREDENTIAL,
                        Errors.UNACCEPTABLE_CREDENTIAL,
                        Errors.UNSUPPORTED_SASL_MECHANISM,
                        Errors.RESOURCE_NOT_FOUND,
                        Errors.NONE);
        assertThat(cluster.image.scram().byUser()).containsOnlyKeys("good");
    }

    @Test
    void changesNoCredentialTwiceAtATime() {
        // When, Then
        assertThat(alter(set("alice", SHA_256, 4_096), set("alice", SHA_256, 4_096)))
                .containsExactly(Errors.DUPLICATE_RESOURCE);
        assertThat(cluster.image.scram().byUser()).isEmpty();
    }

    @Test
    void doesNotShowTheKeys() {
        assertThat(set("alice", SHA_256, 4_096).toString()).doesNotContain("storedKey", "serverKey");
    }

    private List<Errors> alter(ScramChange... changes) {
        var response = (ScramCredentialsAltered) cluster.submit(new AlterScramCredentials(List.of(changes)));
        return response.users().stream()
                .map(AlteredUser::outcome)
                .map(outcome -> outcome.error())
                .toList();
    }

    private static ScramChange set(String user, byte mechanism, int iterations) {
        return new ScramChange(user, mechanism, Optional.of(secret(iterations)));
    }

    private static ScramChange delete(String user, byte mechanism) {
        return new ScramChange(user, mechanism, Optional.empty());
    }

    private static ScramSecret secret(int iterations) {
        return new ScramSecret(
                Bytes.wrap(new byte[] {1}), Bytes.wrap(new byte[] {2}), Bytes.wrap(new byte[] {3}), iterations);
    }
}
