package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadAtOnceTest {
    private static final int PATIENCE_S = 60;

    private final ReplayedState replayed = new ReplayedState();

    /** By another thread; one that waits for the state fails the test. */
    private static void elsewhere(Runnable work) {
        CompletableFuture.runAsync(work).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    @Test
    void nobodyIsLetInWhileTheStateChanges() {
        replayed.alone((state, applier) ->
                elsewhere(() -> assertThatThrownBy(() -> replayed.readAtOnce(seen -> seen.highestId(".")))
                        .isInstanceOf(WouldWaitException.class)));
    }

    @Test
    void otherReadersAreNotInTheWay() {
        int found = replayed.read(state -> {
            elsewhere(() -> assertThat(replayed.<Integer>readAtOnce(seen -> seen.highestId(".")))
                    .isZero());
            return replayed.readAtOnce(seen -> seen.highestId("."));
        });

        assertThat(found).isZero();
    }
}
