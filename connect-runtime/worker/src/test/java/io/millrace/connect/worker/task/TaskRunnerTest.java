package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.secrets.Discretion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TaskRunnerTest {

    private final RecordingListener listener = new RecordingListener();
    private final ScriptedPipeline pipeline = new ScriptedPipeline();

    @Test
    void endsAlthoughNothingCloses() throws InterruptedException {
        // Given
        pipeline.onClose = () -> {
            throw new NoClassDefFoundError("gone");
        };
        TaskRunner runner = runner((task, control) -> pipeline);

        // When
        runner.start();
        runner.thread().join();

        // Then
        assertThat(listener.heard).containsExactly("running", "stopped");
    }

    @Test
    void closesWithoutTheInterruptThatWasMeantForTheCallBefore() throws InterruptedException {
        // Given
        pipeline.onMove = () -> Thread.currentThread().interrupt();
        pipeline.onClose =
                () -> pipeline.calls.add("interrupted " + Thread.currentThread().isInterrupted());
        TaskRunner runner = runner((task, control) -> pipeline);

        // When
        runner.start();
        runner.thread().join();

        // Then
        assertThat(pipeline.calls).containsExactly("start", "move", "stop", "interrupted false", "close");
    }

    @Test
    void isOverWhenItIsGivenUpEvenIfTheCutFails() {
        // Given
        CountDownLatch moving = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        pipeline.onMove = () -> {
            moving.countDown();
            awaitQuietly(release);
        };
        pipeline.onCut = () -> {
            throw new IllegalStateException("cut");
        };
        TaskRunner runner = runner((task, control) -> pipeline);
        runner.start();
        awaitQuietly(moving);

        // When
        runner.abandon();

        // Then
        assertThat(listener.heard).containsExactly("running", "stopped");
        release.countDown();
    }

    @Test
    void isOverWhenItIsGivenUpEvenIfTheCutHangs() {
        // Given
        CountDownLatch moving = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        pipeline.onMove = () -> {
            moving.countDown();
            awaitQuietly(release);
        };
        pipeline.onCut = () -> awaitQuietly(release);
        TaskRunner runner = runner((task, control) -> pipeline);
        runner.start();
        awaitQuietly(moving);

        // When
        runner.abandon();

        // Then
        assertThat(listener.heard).containsExactly("running", "stopped");
        release.countDown();
    }

    @Test
    void closesWhatWasMadeAfterTheTaskWasGivenUp() throws InterruptedException {
        // Given
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        TaskRunner runner = runner((task, control) -> {
            making.countDown();
            awaitQuietly(release);
            return pipeline;
        });
        runner.start();
        awaitQuietly(making);

        // When
        runner.abandon();
        release.countDown();
        runner.thread().join();

        // Then
        assertThat(listener.heard).containsExactly("stopped");
        assertThat(pipeline.calls).containsExactly("close");
    }

    @Test
    void saysWhoRanOutOfMemoryAndWhatToDo() throws InterruptedException {
        // Given
        pipeline.onMove = () -> {
            throw new IllegalStateException("poll failed", new OutOfMemoryError("Java heap space"));
        };
        TaskRunner runner = runner((task, control) -> pipeline);

        // When
        runner.start();
        runner.thread().join();

        // Then
        assertThat(listener.heard).hasSize(2);
        assertThat(listener.heard.get(1))
                .startsWith("failed Task c-0 ran out of memory (Java heap space) and ends alone")
                .contains("more heap");
    }

    @Test
    void closesTheOtherPartsWhenOneDoesNot() {
        // Given
        List<String> closed = new CopyOnWriteArrayList<>();
        OpenParts open = new OpenParts(new TaskId("c", 0), Discretion.NONE);
        open.add("first", () -> closed.add("first"));
        open.add("second", () -> {
            throw new NoSuchMethodError("close");
        });
        open.add("third", () -> closed.add("third"));

        // When
        open.close();
        open.close();

        // Then
        assertThat(closed).containsExactly("third", "first");
    }

    private TaskRunner runner(PipelineFactory factory) {
        return new TaskRunner(
                new TaskSpec(new TaskId("c", 0), 1, Map.of(), Map.of()),
                factory,
                listener,
                TaskObserver.NONE,
                Discretion.NONE,
                false);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class ScriptedPipeline implements Pipeline {
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private volatile Runnable onMove = () -> {};
        private volatile Runnable onCut = () -> {};
        private volatile Runnable onClose = () -> {};

        @Override
        public void start() {
            calls.add("start");
        }

        @Override
        public void move() {
            calls.add("move");
            onMove.run();
        }

        @Override
        public void wakeUp() {}

        @Override
        public void stopPlugin() {
            calls.add("stop");
        }

        @Override
        public void cut() {
            onCut.run();
        }

        @Override
        public void close() {
            onClose.run();
            calls.add("close");
        }
    }
}
