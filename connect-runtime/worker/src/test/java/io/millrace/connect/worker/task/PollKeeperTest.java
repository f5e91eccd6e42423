package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollKeeperTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void pollsAtALaterLookWhenItsThreadCannotBeStarted() {
        // Given
        AtomicInteger made = new AtomicInteger();
        CountDownLatch polling = new CountDownLatch(1);
        ThreadFactory threads = action -> made.getAndIncrement() == 0 ? new Unstartable(action) : new Thread(action);

        // When
        try (PollKeeper keeper = keeper(polling::countDown, threads)) {
            keeper.during(() -> awaitQuietly(polling), () -> {});
        }

        // Then
        assertThat(made).hasValue(2);
    }

    @Test
    void hasTheConsumerBackWhenThePluginThrowsAnErrorInARebalance() {
        // Given: a rebalance that wants something of the plugin
        CountDownLatch polling = new CountDownLatch(1);
        List<String> returned = new CopyOnWriteArrayList<>();
        try (PollKeeper keeper = keeper(() -> {}, Thread::new)) {
            consumer.subscribe(List.of("t"));
            consumer.schedulePollTask(() -> {
                polling.countDown();
                keeper.<Void>onTask(() -> {
                    throw new AssertionError("in close");
                });
            });

            // When
            keeper.during(() -> awaitQuietly(polling), () -> returned.add("returned"));

            // Then
            assertThat(returned).containsExactly("returned");
            assertThatThrownBy(keeper::throwFailure)
                    .isInstanceOf(ConnectException.class)
                    .hasRootCauseMessage("in close");
        }
    }

    @Test
    void keepsTheOrderOfARebalanceDuringWhichThePluginReturns() {
        // Given: a rebalance that takes while the plugin is called, and gives when that has returned
        CountDownLatch taken = new CountDownLatch(1);
        List<String> calls = new CopyOnWriteArrayList<>();
        try (PollKeeper keeper = keeper(() -> {}, Thread::new)) {
            consumer.subscribe(List.of("t"));
            consumer.schedulePollTask(() -> {
                keeper.afterwards(() -> calls.add("close"));
                taken.countDown();
                keeper.awaitOut();
                if (!keeper.inTurnAfterwards(() -> calls.add("open"))) {
                    calls.add("open");
                }
            });

            // When
            keeper.during(() -> awaitQuietly(taken), () -> {});

            // Then
            assertThat(calls).containsExactly("close", "open");
        }
    }

    private PollKeeper keeper(Runnable holdAll, ThreadFactory threads) {
        return new PollKeeper("c-0", consumer, holdAll, () -> false, new PollTimes(80, timer), threads);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As where the operating system has no more threads to give. */
    private static final class Unstartable extends Thread {
        private Unstartable(Runnable action) {
            super(action);
        }

        @Override
        public synchronized void start() {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }
}
