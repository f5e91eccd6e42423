package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.segment.TailLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log compared with a list of values over random appends, reads, rolls, cuts, checkpoints, changes of {@code flush} and
 * crashes that lose the memory, with bounds so narrow that everything happens often. {@code
 * -Dmillrace.tail.seeds=1000} tries more of them.
 */
class TailScenarioTest {
    private static final int SEEDS = Integer.getInteger("millrace.tail.seeds", 6);
    private static final long FIRST_SEED = Long.getLong("millrace.tail.seed", 1);
    private static final int STEPS = 120;
    private static final int LARGEST_VALUE_BYTES = 60_000;

    @TempDir
    Path folder;

    @Test
    void readsBackWhatWasAppended() throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new Run(folder.resolve("seed" + seed), seed).run();
            RemovedFiles.deleteTree(folder.resolve("seed" + seed));
        }
    }

    /** One seed. */
    private static final class Run {
        private final Path root;
        private final Random random;
        private final String what;
        private final List<String> values = new ArrayList<>();
        private final LogDirectoryConfig config;
        private TestingDirectory testing;
        private PartitionLog log;
        private int crashes;
        private int leaderEpoch;

        Run(Path root, long seed) {
            this.root = root;
            this.random = new Random(seed);
            this.what = "seed " + seed;
            this.config = TestingDirectory.CONFIG.withTails(new TailLimits(
                    100_000 + random.nextInt(400_000), random.nextInt(500_000), random.nextInt(300_000)));
        }

        void run() throws Exception {
            open(root.resolve("start"));
            try {
                for (int step = 0; step < STEPS; step++) {
                    step(random.nextInt(20));
                    compare();
                }
            } finally {
                testing.close();
            }
        }

        private void open(Path path) {
            testing = new TestingDirectory(path).with(config);
            testing.open();
            configure(random.nextInt(3) == 0);
        }

        private void configure(boolean async) {
            log = testing.log(
                    "internal.segment.bytes",
                    String.valueOf(70_000 + random.nextInt(500_000)),
                    "flush",
                    async ? "async" : "ack");
        }

        private void step(int kind) throws Exception {
            switch (kind) {
                case 0 -> testing.directory().checkpoint();
                case 1 -> testing.directory().writeOutTails();
                case 2 -> configure(random.nextBoolean());
                case 3 -> crash();
                case 4 -> cut();
                case 5 -> {
                    testing.close();
                    open(testing.directory().path());
                }
                default -> append();
            }
        }

        private void append() {
            int batches = 1 + random.nextInt(12);
            for (int count = 0; count < batches; count++) {
                int bytes = random.nextInt(6) == 0 ? random.nextInt(LARGEST_VALUE_BYTES) : random.nextInt(300);
                String value = leaderEpoch + ":" + values.size() + "x".repeat(bytes);
                log.append(TestingBatches.of(value), leaderEpoch, 1_000, AppendOrigin.CLIENT);
                values.add(value);
            }
        }

        private void cut() {
            log.truncateTo(values.isEmpty() ? 0 : random.nextInt(values.size()));
            values.subList((int) log.logEndOffset(), values.size()).clear();
            leaderEpoch++;
        }

        /** What is in memory only is lost; what is durable must be in the files. */
        private void crash() throws Exception {
            TestingDirectory.awaitDurable(log);
            Path copy = root.resolve("crash" + crashes++);
            PowerLossFileStore.copyTree(testing.directory().path(), copy);
            testing.close();
            open(copy);
            assertThat(testing.directory().recoveryReport().damaged()).as(what).isEmpty();
        }

        private void compare() throws Exception {
            assertThat(log.logEndOffset()).as(what).isEqualTo(values.size());
            if (values.isEmpty()) {
                return;
            }
            int from = random.nextInt(3) == 0 ? 0 : random.nextInt(values.size());
            int end = from + 1 + random.nextInt(values.size() - from);
            int maxBytes = 1 + random.nextInt(200_000);
            long offset = from;
            while (offset < end) {
                long next = offset;
                try (RecordsSlice slice = log.read(offset, maxBytes, true, end)) {
                    assertThat(slice.endOffset()).as(what).isBetween(offset + 1, (long) end);
                    assertThat(slice.buffers().stream()
                                    .mapToInt(buffer -> buffer.remaining())
                                    .sum())
                            .as(what)
                            .isEqualTo(slice.channel() == null ? slice.sizeBytes() : 0);
                    for (Record one :
                            MemoryRecords.readableRecords(slice.toByteBuffer()).records()) {
                        one.ensureValid();
                        assertThat(one.offset()).as(what).isEqualTo(next);
                        assertThat(StandardCharsets.UTF_8.decode(one.value()).toString())
                                .as(what)
                                .isEqualTo(values.get((int) next));
                        next++;
                    }
                }
                assertThat(next).as(what + ": nothing at " + offset).isGreaterThan(offset);
                offset = next;
            }
        }
    }
}
