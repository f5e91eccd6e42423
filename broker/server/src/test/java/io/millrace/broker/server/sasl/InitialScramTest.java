package io.millrace.broker.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.metadata.command.ScramChange;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class InitialScramTest {

    @Test
    void readsWhatKafkasToolTakes() {
        // When
        List<ScramChange> changes = InitialScram.parse(
                "SCRAM-SHA-256=[name=alice,iterations=8192,password=a,b;c=d]; SCRAM-SHA-512=[name=bob,password=x]");

        // Then
        assertThat(changes).extracting(ScramChange::user).containsExactly("alice", "bob");
        assertThat(changes).extracting(ScramChange::mechanism).containsExactly((byte) 1, (byte) 2);
        assertThat(changes)
                .extracting(change -> change.secret().orElseThrow().iterations())
                .containsExactly(8_192, 4_096);
    }

    @Test
    void saysWhatIsWrongWithoutThePassword() {
        for (String wrong : List.of(
                "alice:hidden",
                "SCRAM-SHA-1=[name=a,password=hidden]",
                "SCRAM-SHA-256=[name=a]",
                "SCRAM-SHA-256=[password=hidden]",
                "SCRAM-SHA-256=[name=a,iterations=100,password=hidden]")) {
            assertThatThrownBy(() -> InitialScram.parse(wrong))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(InitialScram.PROPERTY)
                    .hasMessageNotContaining("hidden");
        }
    }
}
