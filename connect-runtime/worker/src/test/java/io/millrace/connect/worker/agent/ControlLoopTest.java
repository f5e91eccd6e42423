package io.millrace.connect.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ControlLoopTest {

    @Test
    void saysThatItTakesNoMore() throws InterruptedException {
        // Given
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ControlLoop loop = new ControlLoop("test-loop", 1)) {
            loop.execute(() -> {
                busy.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            busy.await();

            // When / Then
            assertThat(loop.offer(() -> {})).isTrue();
            assertThat(loop.offer(() -> {})).isFalse();
            assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            release.countDown();
        }
    }
}
