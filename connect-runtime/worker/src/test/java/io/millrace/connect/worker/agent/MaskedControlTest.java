package io.millrace.connect.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.secrets.SecretKeys;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.secrets.SecretMemory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaskedControlTest {

    private final SecretMemory memory = new SecretMemory();

    @BeforeEach
    void resolve() {
        UnaryOperator<Map<String, String>> resolver =
                memory.remembering(config -> config, config -> SecretKeys.defined(Map.of()));
        var unused = resolver.apply(Map.of("name", "c", "connector.class", "C", "db.password", "s3cr3t"));
    }

    private Throwable told(Throwable failure) {
        return MaskedControl.discreet(memory, "c", CompletableFuture.failedFuture(failure))
                .<Throwable>handle((nothing, told) -> told instanceof CompletionException ? told.getCause() : told)
                .join();
    }

    @Test
    void noFailureTellsASecretWhateverItsKind() {
        assertThat(told(new ControlException(Reason.CONFLICT, "not s3cr3t")))
                .isInstanceOfSatisfying(ControlException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(Reason.CONFLICT))
                .hasMessage("not [hidden]");
        assertThat(told(new ConfigException("db.password", "s3cr3t", "is too short")))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessage("Invalid value [hidden] for configuration db.password: is too short");
        assertThat(told(new IllegalStateException("at", new IllegalArgumentException("s3cr3t"))))
                .hasMessage("java.lang.IllegalStateException: at")
                .hasRootCauseMessage("java.lang.IllegalArgumentException: [hidden]");
    }

    @Test
    void aFailureWithoutASecretIsToldAsItIs() {
        for (Throwable failure : new Throwable[] {
            new ControlException(Reason.NOT_FOUND, "not there"),
            new ConfigException("no value"),
            new TimeoutException(),
            new StackOverflowError()
        }) {
            assertThat(told(failure)).isSameAs(failure);
        }
    }
}
