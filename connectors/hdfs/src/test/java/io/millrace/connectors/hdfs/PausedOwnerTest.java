package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.hdfs.commit.FencedException;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner that freezes anywhere, wakes up when another has taken over, and goes on with what it was about to do. */
class PausedOwnerTest {

    private static final int RECORD_COUNT = 30;
    private static final int MAX_STEPS = 500;
    private static final List<Integer> ALL =
            IntStream.range(0, RECORD_COUNT).boxed().toList();

    @TempDir
    Path root;

    @Test
    void doesNoHarmWhereverItWasFrozen() throws IOException {
        try (SharedStore shared = new SharedStore(Orders.settings(root))) {
            for (int step = 1; step < MAX_STEPS; step++) {
                if (!isFrozenAt(step, shared)) {
                    assertThat(step).isGreaterThan(20);
                    return;
                }
            }
        }
        throw new AssertionError("still pausing after " + MAX_STEPS + " steps");
    }

    @Test
    void readsAgainWhatSomebodyDeletedBeforeItWasCommitted() throws IOException {
        // Given
        Map<String, String> settings = Orders.settings(root);
        try (SharedStore shared = new SharedStore(settings)) {
            SinkTaskDriver driver = owner(shared.healthy(), Orders.topics(1, RECORD_COUNT), settings);
            driver.poll(8);

            // When
            for (Path file : unfinished()) {
                Files.delete(file);
            }
            driver.drain(7);
        }

        // Then
        assertThat(Orders.ids(settings)).containsExactlyInAnyOrderElementsOf(ALL);
    }

    private boolean isFrozenAt(int step, SharedStore shared) {
        // Given: a first owner that left a commit and an open file behind
        Map<String, String> settings = Orders.settings(root.resolve("step-" + step));
        InMemoryTopics topics = Orders.topics(1, RECORD_COUNT);
        owner(shared.healthy(), topics, settings).poll(12);

        // When: the second is frozen while the third takes over and opens a file
        AtomicReference<SinkTaskDriver> third = new AtomicReference<>();
        Set<Path> opened = new HashSet<>();
        FaultyStore frozen = shared.pausing(step, () -> {
            third.set(owner(shared.healthy(), topics, settings));
            Set<Path> before = unfinished();
            third.get().poll(3);
            opened.addAll(unfinished());
            opened.removeAll(before);
        });
        AtomicReference<SinkTaskDriver> second = new AtomicReference<>();
        boolean isFenced = isFenced(() -> {
            second.set(owner(frozen, topics, settings));
            second.get().poll(9);
            second.get().poll(9);
        });
        if (third.get() == null) {
            return false;
        }
        boolean openedAreThere = unfinished().containsAll(opened);
        // Who was frozen before it looked at the chain is the last to take it.
        if (isFenced(() -> third.get().drain(4))) {
            assertThat(isFenced).isFalse();
            second.get().drain(4);
        } else {
            assertThat(openedAreThere).as("step %d", step).isTrue();
        }

        // Then
        assertThat(Orders.ids(settings)).as("step %d", step).containsExactlyInAnyOrderElementsOf(ALL);
        return true;
    }

    /** The data files below any folder of unfinished files. */
    private Set<Path> unfinished() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith("_tmp.avro")).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFenced(Runnable work) {
        try {
            work.run();
            return false;
        } catch (FencedException fenced) {
            return true;
        }
    }

    private static SinkTaskDriver owner(FaultyStore store, InMemoryTopics topics, Map<String, String> settings) {
        HdfsSinkTask task = new HdfsSinkTask(config -> store, new TickingClock());
        return new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings)).start();
    }
}
