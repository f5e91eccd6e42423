package io.millrace.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.gateway.consume.AnswerBudget;
import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.instances.InstanceRead.Bounds;
import io.millrace.gateway.kafka.ClientSettings;
import io.millrace.gateway.rights.Caller;
import io.millrace.gateway.rights.Rights;
import io.millrace.testing.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An instance for whose consumer more requests wait than may. Its consumer needs no broker, as nobody answers it. */
class InstanceTest {
    private static final int WAITING_MAX = 100;
    private static final int PATIENCE_S = 60;

    private final ConsumerThreads threads = new ConsumerThreads(2);
    private final InstanceRights rights = new InstanceRights(new Rights(Optional.empty()));
    private final Instance instance = new Instance(
            new Caller("ann", "127.0.0.1"),
            "group",
            InstanceConfig.of(new byte[0], 1_000),
            new ClientSettings("127.0.0.1:1", Map.of()),
            threads);

    @AfterEach
    void close() {
        threads.close();
        instance.closeNow(Duration.ZERO);
    }

    private CompletableFuture<InstanceRead> read(long timeoutMs) {
        return InstanceRead.start(
                instance,
                threads,
                rights,
                new Bounds(1_000, 1, timeoutMs),
                new AnswerBudget(1_000).open(new CompletableFuture<>()),
                new CompletableFuture<>());
    }

    /** One keeps the consumer until {@code end}, and as many as may wait behind it. */
    private void fill(CountDownLatch end) {
        var unused = instance.run(consumer -> await(end));
        for (int waiting = 0; waiting <= WAITING_MAX; waiting++) {
            try {
                var unusedToo = instance.run(consumer -> true);
            } catch (HttpProblemException e) {
                assertThat(e.status()).isEqualTo(429);
                return;
            }
        }
        throw new AssertionError("more wait than may");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isReadAgainAfterAReadThatFoundTheLineFull() throws Exception {
        // Given
        instance.run(consumer -> {
                    consumer.assign(List.of(new TopicPartition("t", 0)));
                    return true;
                })
                .get(PATIENCE_S, TimeUnit.SECONDS);
        CompletableFuture<InstanceRead> first = read(30_000);

        // When: its steps come every 50 ms at least, unless one is in line already.
        while (!first.isDone()) {
            CountDownLatch end = new CountDownLatch(1);
            fill(end);
            threads.later(end::countDown, 10);
            assertThat(await(end)).isTrue();
            awaitTurn();
        }

        // Then
        assertThatThrownBy(() -> first.get(PATIENCE_S, TimeUnit.SECONDS)).hasMessageContaining("requests wait");
        assertThat(read(0).get(PATIENCE_S, TimeUnit.SECONDS).records()).isEmpty();
    }

    /** When all that waits has had its turn. */
    private void awaitTurn() throws Exception {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (true) {
            try {
                instance.run(consumer -> true).get(PATIENCE_S, TimeUnit.SECONDS);
                return;
            } catch (HttpProblemException e) {
                assertThat(System.nanoTime()).isLessThan(deadlineNanos);
                Pause.betweenLooks();
            }
        }
    }

    @Test
    void isClosedHoweverManyWait() throws Exception {
        // Given
        instance.run(consumer -> true).get(PATIENCE_S, TimeUnit.SECONDS);
        CountDownLatch end = new CountDownLatch(1);
        fill(end);

        // When
        CompletableFuture<Void> closed = instance.close();
        end.countDown();

        // Then
        closed.get(PATIENCE_S, TimeUnit.SECONDS);
        assertThatThrownBy(() -> instance.run(consumer -> true).get(PATIENCE_S, TimeUnit.SECONDS))
                .hasMessageContaining("not found");
    }

    @Test
    void goesOnAfterAnErrorOfOneTask() throws Exception {
        CompletableFuture<Boolean> failed = instance.run(consumer -> {
            throw new NoClassDefFoundError("of a codec");
        });

        assertThatThrownBy(() -> failed.get(PATIENCE_S, TimeUnit.SECONDS)).hasMessageContaining("of a codec");
        assertThat(instance.run(consumer -> true).get(PATIENCE_S, TimeUnit.SECONDS))
                .isTrue();
    }
}
