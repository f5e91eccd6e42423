package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplayedStateTest {
    private final ReplayedState replayed = new ReplayedState();

    private static void elsewhere(Runnable work) {
        CompletableFuture.runAsync(work).join();
    }

    @Test
    void whoMustNotWaitIsNotLetInWhileTheStateChanges() {
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
