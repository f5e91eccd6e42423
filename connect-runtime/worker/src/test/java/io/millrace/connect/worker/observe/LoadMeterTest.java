package io.millrace.connect.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadMeterTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TaskThreads threads = new TaskThreads();

    @Test
    void countsWhatThreadsOfThreadsUse() throws InterruptedException {
        // Given
        ThreadGroup group = threads.take();
        LoadMeter meter = new LoadMeter(group, () -> 0, 0);
        CountDownLatch computed = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread outer = new Thread(
                group,
                () -> start(() -> {
                    compute(200);
                    computed.countDown();
                    await(release);
                }));
        outer.start();
        await(computed);

        // When
        meter.sample(SECOND);
        long first = meter.load();
        for (int sample = 2; sample <= 12; sample++) {
            meter.sample(sample * SECOND);
        }

        // Then
        assertThat(first).isBetween(200L, 400L);
        assertThat(meter.load()).isLessThan(50);
        assertThat(meter.measuredMs()).isEqualTo(12_000);
        release.countDown();
        outer.join();
    }

    @Test
    void doesNotCountWhatWasUsedBefore() throws InterruptedException {
        // Given
        ThreadGroup group = threads.take();
        CountDownLatch computed = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread thread = new Thread(group, () -> {
            compute(200);
            computed.countDown();
            await(release);
        });
        thread.start();
        await(computed);

        // When
        LoadMeter meter = new LoadMeter(group, () -> 0, 0);
        meter.sample(SECOND);

        // Then
        assertThat(meter.load()).isLessThan(100);
        release.countDown();
        thread.join();
    }

    @Test
    void usesAGroupAgainWhenItsThreadsHaveEnded() throws InterruptedException {
        // Given
        ThreadGroup group = threads.take();
        CountDownLatch release = new CountDownLatch(1);
        Thread left = new Thread(group, () -> await(release));
        left.start();

        // When / Then
        assertThat(threads.take()).isNotSameAs(group);
        threads.giveBack(group);
        assertThat(threads.take()).isNotSameAs(group);
        release.countDown();
        left.join();
        assertThat(threads.take()).isSameAs(group);
    }

    /** Of processor time. */
    private static void compute(long ms) {
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void start(Runnable action) {
        new Thread(action).start();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("not within 60 s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
