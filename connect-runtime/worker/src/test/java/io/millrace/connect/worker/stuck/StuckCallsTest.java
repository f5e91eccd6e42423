package io.millrace.connect.worker.stuck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.config.StuckConfig;
import io.millrace.connect.worker.control.StuckCall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StuckCallsTest {

    private static final Instance TASK = Instance.of(new TaskId("c", 0));

    private final StuckCalls calls = new StuckCalls(new StuckConfig(100, 1_000));
    private final PluginCalls task = new PluginCalls(TASK);
    private final List<Boolean> heard = new ArrayList<>();

    StuckCallsTest() {
        calls.watch(task, () -> heard.add(task.stuck().isPresent()));
    }

    @Test
    void tellsOnceOfACallThatLastsAndOnceThatItReturned() {
        // When
        task.work().run("start", () -> {
            calls.look(1_000);
            calls.look(1_099);
            assertThat(heard).isEmpty();
            calls.look(1_100);
            calls.look(5_000);

            // Then
            StuckCall stuck = calls.stuck().get("task-c-0");
            assertThat(stuck.call()).isEqualTo("start");
            assertThat(stuck.sinceMs()).isEqualTo(1_000);
            assertThat(stuck.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(stuck.stack()).anyMatch(frame -> frame.contains("StuckCallsTest"));
        });
        calls.look(5_001);
        assertThat(heard).containsExactly(true, false);
        assertThat(calls.stuck()).isEmpty();
    }

    @Test
    void givesCallsThatMoveDataMoreTime() {
        // When
        task.work().run("put", () -> {
            calls.look(0);
            calls.look(999);
            assertThat(calls.stuck()).isEmpty();
            calls.look(1_000);

            // Then
            assertThat(calls.stuck()).containsKey("task-c-0");
        });
    }

    @Test
    void takesManyShortCallsForNoLongOne() {
        // When
        for (int ms = 0; ms < 10_000; ms += 50) {
            long nowMs = ms;
            task.work().run("start", () -> calls.look(nowMs));
        }

        // Then
        assertThat(heard).isEmpty();
    }

    @Test
    void tellsOfTheCallThatLastsLongest() {
        // When
        task.work().run("poll", () -> {
            calls.look(0);
            task.commits().run("commit", () -> {
                calls.look(2_000);
                calls.look(3_000);
            });

            // Then
            assertThat(calls.stuck().get("task-c-0").call()).isEqualTo("poll");
        });
    }

    @Test
    void hasLeftACallThatThrows() {
        // When
        assertThatThrownBy(() -> task.work().run("start", () -> {
                    throw new NoClassDefFoundError("gone");
                }))
                .isInstanceOf(NoClassDefFoundError.class);
        calls.look(0);
        calls.look(1_000);

        // Then
        assertThat(heard).isEmpty();
    }

    @Test
    void tellsTheThreadAndTheNameOfTheNewestCall() throws InterruptedException {
        // Given
        task.work().run("poll", () -> {});
        Thread other = new Thread(
                () -> task.work().run("put", () -> {
                    calls.look(0);
                    calls.look(1_000);
                }),
                "another-thread");

        // When
        other.start();
        other.join();

        // Then
        assertThat(heard).containsExactly(true);
        assertThat(task.stuck().orElseThrow().call()).isEqualTo("put");
        assertThat(task.stuck().orElseThrow().thread()).isEqualTo("another-thread");
        task.work().run("poll", () -> {
            calls.look(2_000);
            calls.look(3_000);
            assertThat(task.stuck().orElseThrow().call()).isEqualTo("poll");
            assertThat(task.stuck().orElseThrow().thread())
                    .isEqualTo(Thread.currentThread().getName());
        });
    }

    @Test
    void forgetsWhatIsClosedButNotItsSuccessor() {
        // Given
        PluginCalls successor = new PluginCalls(TASK);
        calls.watch(successor, () -> {});

        // When
        task.close();

        // Then
        assertThat(calls.stacks(TASK)).isPresent();
        successor.close();
        assertThat(calls.stacks(TASK)).isEmpty();
    }

    @Test
    void showsWhatTheThreadsDoNow() {
        // When
        task.work().run("poll", () -> {
            calls.look(7);

            // Then
            assertThat(calls.stacks(TASK).orElseThrow()).singleElement().satisfies(thread -> {
                assertThat(thread.call()).contains("poll");
                assertThat(thread.sinceMs()).hasValue(7);
                assertThat(thread.stack()).anyMatch(frame -> frame.contains("showsWhatTheThreadsDoNow"));
            });
        });
        assertThat(calls.stacks(TASK).orElseThrow().get(0).call()).isEmpty();
    }
}
