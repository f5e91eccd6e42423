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

/** Random histories of polls, crashes, errors, rebalances, stale group offsets and zombies; the seed replays one. */
class RandomHistoryIT {

    private static final int PARTITIONS = 3;
    private static final int RECORDS_EACH = 120;
    private static final int MOVES = 80;
    private static final List<Fault> FAULTS = List.of(Fault.values());

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holdsEachRecordOnceAfterAnyHistory(long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        Map<String, String> settings = Orders.settings(
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
        InMemoryTopics topics = Orders.topics(PARTITIONS, RECORDS_EACH);
        try (SharedStore shared = new SharedStore(settings)) {
            TickingClock clock = new TickingClock();
            List<SinkTaskDriver> zombies = new ArrayList<>();
            SinkTaskDriver owner = owner(shared.healthy(), topics, settings, clock);

            // When
            for (int move = 0; move < MOVES; move++) {
                try {
                    switch (random.nextInt(8)) {
                        case 0 -> owner.commit();
                        case 1 -> {
                            zombies.add(owner);
                            owner = owner(shared.healthy(), topics, settings, clock);
                        }
                        case 2 -> {
                            Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
                            owner = owner(shared.faulty(fault, 1 + random.nextInt(60)), topics, settings, clock);
                        }
                        case 3 -> owner.open(topics.partitions());
                        case 4 -> clock.advance(random.nextInt(60));
                        case 5 -> wake(zombies, random);
                        default -> owner.poll(random.nextInt(20));
                    }
                } catch (FaultyStore.KilledError killed) {
                    owner = owner(shared.healthy(), topics, settings, clock);
                }
            }
            SinkTaskDriver last = owner(shared.healthy(), topics, settings, clock);
            last.drain(50);
            clock.advance(1_000);
            last.poll(0);

            // Then
            assertThat(Orders.ids(settings))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PARTITIONS * RECORDS_EACH)
                            .boxed()
                            .toList());
        }
    }

    private static SinkTaskDriver owner(
            FaultyStore store, InMemoryTopics topics, Map<String, String> settings, TickingClock clock) {
        HdfsSinkTask task = new HdfsSinkTask(config -> store, clock);
        return new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings)).start();
    }

    /** A zombie goes on as if nothing had happened; all that it may do is to find out. */
    private static void wake(List<SinkTaskDriver> zombies, Random random) {
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
