package io.millrace.broker.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.image.ScramImage;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.junit.jupiter.api.Test;

class ScramUsersTest {

    private final ScramUsers users = new ScramUsers(ScramMechanism.SCRAM_SHA_512, () -> ScramImage.EMPTY);

    @Test
    void givesWhoDoesNotExistTheSameSaltEachTime() throws Exception {
        // When
        ScramCredential first = ask("nobody");
        ScramCredential again = ask("nobody");
        ScramCredential other = ask("somebody");

        // Then
        assertThat(first.salt()).isEqualTo(again.salt()).isNotEqualTo(other.salt());
        assertThat(new String(first.salt(), java.nio.charset.StandardCharsets.US_ASCII))
                .matches("[0-9a-z]{20,26}");
        assertThat(first.storedKey()).hasSize(64);
        assertThat(first.iterations()).isEqualTo(4_096);
    }

    private ScramCredential ask(String user) throws Exception {
        var name = new NameCallback("username", user);
        var credential = new ScramCredentialCallback();
        users.handle(new Callback[] {name, credential});
        return credential.scramCredential();
    }
}
