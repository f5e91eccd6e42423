package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.config.FlushConfig;
import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.secrets.Discretion;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OffsetFlusherTest {

    @Test
    void triesAgainWhenNoThreadCanBeStarted() throws InterruptedException {
        // Given
        TaskSpec spec = new TaskSpec(new TaskId("c", 0), 1, Map.of(), Map.of());
        TaskRunner runner =
                new TaskRunner(spec, null, new RecordingListener(), TaskObserver.NONE, Discretion.NONE, false);
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch ran = new CountDownLatch(1);
        OffsetFlusher flusher = new OffsetFlusher(
                runner,
                null,
                new SourceReceipts(spec.id(), null, new TaskSwitch(false)),
                new AckTracker(bytes -> {}),
                new FlushConfig(1, 1_000),
                () -> {
                    ran.countDown();
                    return false;
                },
                timer,
                work -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return new Thread(work);
                });

        // When
        flusher.flushSoon();

        // Then
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        flusher.end();
        timer.shutdownNow();
    }
}
