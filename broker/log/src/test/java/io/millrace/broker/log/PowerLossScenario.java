package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.config.LogConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.internal.Record;

/**
 * Random appends, truncations, removals, checkpoints and changes of {@code flush} on several partitions, with power
 * failures at random moments: what was durable is there, once, in order, and nothing that was removed is back. What was
 * appended under {@code flush=async} may be missing from some offset on.
 */
final class PowerLossScenario {
    private static final int PARTITIONS = 3;
    private static final Uuid TOPIC_ID = new Uuid(5, 6);

    private final Path path;
    private final Path copies;
    private final Random random;
    private final long seed;
    private final List<Model> models = new ArrayList<>();
    private final PowerLossFileStore store = new PowerLossFileStore();
    private int leaderEpoch;

    PowerLossScenario(Path path, Path copies, long seed) {
        this.path = path;
        this.copies = copies;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** What a partition must contain. */
    private static final class Model {
        private final List<String> values = new ArrayList<>();
        private long startOffset;
        private boolean async;
        /** Under {@code flush=async}: what was durable when that began. */
        private long promisedEnd;

        long promisedEnd(PartitionLog log) {
            return async ? promisedEnd : log.durableEndOffset();
        }
    }

    void run(int rounds) throws Exception {
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            List<PartitionLog> logs = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                logs.add(directory.create(TOPIC_ID, "orders", partition, config(false)));
                models.add(new Model());
            }
            for (int round = 0; round < rounds; round++) {
                appendSome(logs, random.nextInt(60));
                switch (random.nextInt(7)) {
                    case 0 -> directory.checkpoint();
                    case 1 -> truncateOne(logs);
                    case 2 -> removeSome(logs);
                    case 3, 4 -> switchFlush(logs, random.nextInt(PARTITIONS));
                    default -> appendSome(logs, random.nextInt(5));
                }
                long[] durable = new long[PARTITIONS];
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    durable[partition] = models.get(partition).promisedEnd(logs.get(partition));
                }
                Path copy = copies.resolve("round" + round);
                store.copyAfterPowerLoss(path, copy, random);
                verify(copy, durable, "seed " + seed + " round " + round);
            }
        }
    }

    private static LogConfig config(boolean async) {
        return TestingDirectory.config("internal.segment.bytes", "3000", "flush", async ? "async" : "ack");
    }

    private void switchFlush(List<PartitionLog> logs, int partition) {
        PartitionLog log = logs.get(partition);
        Model model = models.get(partition);
        model.promisedEnd = log.durableEndOffset();
        model.async = !model.async;
        log.updateConfig(config(model.async));
    }

    private void appendSome(List<PartitionLog> logs, int appends) {
        for (int count = 0; count < appends; count++) {
            append(logs, random.nextInt(PARTITIONS));
        }
    }

    private void append(List<PartitionLog> logs, int partition) {
        List<String> known = models.get(partition).values;
        String[] values = new String[1 + random.nextInt(4)];
        for (int index = 0; index < values.length; index++) {
            values[index] =
                    leaderEpoch + "/" + partition + ":" + (known.size() + index) + "x".repeat(random.nextInt(200));
        }
        logs.get(partition)
                .append(
                        TestingBatches.from(partition, 0, known.size(), values),
                        leaderEpoch,
                        1_000,
                        AppendOrigin.CLIENT);
        known.addAll(List.of(values));
    }

    private void truncateOne(List<PartitionLog> logs) throws InterruptedException {
        int partition = random.nextInt(PARTITIONS);
        PartitionLog log = logs.get(partition);
        Model model = models.get(partition);
        long span = log.logEndOffset() - model.startOffset;
        log.truncateTo(model.startOffset + (span == 0 ? 0 : random.nextLong(span)));
        model.values.subList((int) log.logEndOffset(), model.values.size()).clear();
        model.promisedEnd = Math.min(model.promisedEnd, log.logEndOffset());
        leaderEpoch++;
        settle(logs, partition);
    }

    private void removeSome(List<PartitionLog> logs) throws InterruptedException {
        int partition = random.nextInt(PARTITIONS);
        PartitionLog log = logs.get(partition);
        Model model = models.get(partition);
        if (model.async) {
            switchFlush(logs, partition);
        }
        long span = log.logEndOffset() - model.startOffset;
        log.updateHighWatermark(log.logEndOffset());
        model.startOffset = log.deleteRecordsBefore(model.startOffset + (span == 0 ? 0 : random.nextLong(span)));
        settle(logs, partition);
    }

    /** A cut counts as done once something behind it is durable. */
    private void settle(List<PartitionLog> logs, int partition) throws InterruptedException {
        append(logs, partition);
        TestingDirectory.awaitDurable(logs.get(partition));
    }

    private void verify(Path copy, long[] durable, String what) throws Exception {
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().damaged()).as(what).isEmpty();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                PartitionLog log = recovered.get(TOPIC_ID, partition).orElseThrow();
                Model model = models.get(partition);
                assertThat(log.logEndOffset()).as(what).isBetween(durable[partition], (long) model.values.size());
                assertThat(log.durableEndOffset()).as(what).isEqualTo(log.logEndOffset());
                assertThat(log.logStartOffset()).as(what).isEqualTo(model.startOffset);
                long expectedOffset = model.startOffset;
                for (Record one : TestingBatches.recordsOf(log, model.startOffset)) {
                    assertThat(one.offset()).as(what).isEqualTo(expectedOffset);
                    assertThat(StandardCharsets.UTF_8.decode(one.value()).toString())
                            .as(what)
                            .isEqualTo(model.values.get((int) expectedOffset));
                    expectedOffset++;
                }
                assertThat(expectedOffset).as(what).isEqualTo(log.logEndOffset());
                AppendResult next = log.append(
                        TestingBatches.from(partition, 0, (int) expectedOffset, "next"),
                        leaderEpoch + 1,
                        1_000,
                        AppendOrigin.CLIENT);
                assertThat(next.baseOffset()).as(what).isEqualTo(expectedOffset);
            }
        }
    }
}
