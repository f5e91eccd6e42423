package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.StoreException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SeveralWritesTest {
    private final SeveralWrites writes = new SeveralWrites();

    private static Supplier<String> failing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    private static StoreException refused() {
        return new StoreException(RegistryErrorCode.STORE_ERROR, "refused", null);
    }

    @Test
    void leavesTheFailureOfTheFirstWriteAsItIs() {
        assertThatThrownBy(() -> writes.next(failing(refused())))
                .isInstanceOf(StoreException.class)
                .hasMessageNotContaining("unknown");
        assertThatThrownBy(() -> writes.next(failing(new NotLeaderException("http://127.0.0.1:1"))))
                .isInstanceOf(NotLeaderException.class);
    }

    @Test
    void doesNotSayOfALaterFailureThatNothingWasWritten() {
        // Given
        assertThat(writes.next(() -> "written")).isEqualTo("written");

        // Then
        assertThatThrownBy(() -> writes.next(failing(refused())))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("it is unknown whether");
        assertThatThrownBy(() -> writes.next(failing(new NotLeaderException("http://127.0.0.1:1"))))
                .isInstanceOfSatisfying(StoreException.class, failure -> assertThat(failure.code())
                        .isEqualTo(RegistryErrorCode.UNKNOWN_LEADER))
                .hasMessageContaining("it is unknown whether");
    }
}
