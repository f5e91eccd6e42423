package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.hdfs.FaultyStore.Fault;
import io.millrace.connectors.hdfs.commit.FencedException;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of polls, crashes, errors, rebalances, stale group offsets, zombies, owners that freeze at any step
 * while another takes over, and jobs that take finished files away; the seed replays one.
 */
class RandomHistoryIT {

    private static final int PARTITIONS = 3;
    private static final int RECORDS_EACH = 120;
    private static final int MOVES = 80;
    private static final List<Fault> FAULTS = List.of(Fault.values());

    @TempDir
    Path root;

    private final InMemoryTopics topics = Orders.topics(PARTITIONS, RECORDS_EACH);
    private final TickingClock clock = new TickingClock();
    private final List<SinkTaskDriver> zombies = new ArrayList<>();
    private Random random;
    private Map<String, String> settings;
    private SharedStore shared;
    private SinkTaskDriver owner;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsEachRecordOnceAfterAnyHistory(long seed) throws IOException {
        // Given
        random = new Random(seed);
        settings = Orders.settings(
                root,
                "flush.size",
                Integer.toString(1 + random.nextInt(25)),
                "rotate.idle.ms",
                "40",
                "max.open.files",
                "5",
                "format",
                random.nextBoolean() ? "avro" : "parquet",
                "partitioner.class",
                random.nextBoolean() ? "default" : "field",
                "partition.field.name",
                "note");
        try (SharedStore store = new SharedStore(settings)) {
            shared = store;
            LandingJob job = new LandingJob(store.store(), settings.get("store.url"));
            owner = owner(shared.healthy());

            // When
            for (int move = 0; move < MOVES; move++) {
                try {
                    make(random.nextInt(9), job);
                } catch (FaultyStore.KilledError killed) {
                    owner = owner(shared.healthy());
                } catch (FencedException fenced) {
                    // One that was frozen or had waited for its file system took over; a worker restarts the task.
                    assertThat(zombies).isNotEmpty();
                    owner = owner(shared.healthy());
                }
            }
            SinkTaskDriver last = owner(shared.healthy());
            last.drain(50);
            clock.advance(1_000);
            last.poll(0);

            // Then
            assertThat(job.ids())
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PARTITIONS * RECORDS_EACH)
                            .boxed()
                            .toList());
        }
    }

    private void make(int move, LandingJob job) throws IOException {
        switch (move) {
            case 0 -> owner.commit();
            case 1 -> {
                zombies.add(owner);
                owner = owner(shared.healthy());
            }
            case 2 -> breakAnOwner();
            case 3 -> owner.open(topics.partitions());
            case 4 -> clock.advance(random.nextInt(60));
            case 5 -> wake();
            case 6 -> job.takeAll();
            default -> owner.poll(random.nextInt(20));
        }
    }

    private void breakAnOwner() {
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        int step = 1 + random.nextInt(60);
        SinkTaskDriver before = owner;
        SinkTaskDriver broken =
                owner(fault == Fault.PAUSE ? shared.pausing(step, this::supersede) : shared.faulty(fault, step));
        if (owner == before || random.nextBoolean()) {
            zombies.add(owner);
            owner = broken;
        } else {
            zombies.add(broken);
        }
    }

    /** What happens while an owner is frozen: another takes over and opens files. */
    private void supersede() {
        zombies.add(owner);
        owner = owner(shared.healthy());
        owner.poll(random.nextInt(20));
    }

    private SinkTaskDriver owner(FaultyStore store) {
        HdfsSinkTask task = new HdfsSinkTask(config -> store, clock);
        return new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings)).start();
    }

    /** A zombie goes on as if nothing had happened; all that it may do is to find out. */
    private void wake() {
        if (zombies.isEmpty()) {
            return;
        }
        try {
            zombies.get(random.nextInt(zombies.size())).poll(random.nextInt(40));
        } catch (FencedException fenced) {
            assertThat(fenced).hasMessageContaining("another task has taken over");
        }
    }
}
