package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random appends to several partitions, power failures at random moments: what was durable is there, once, in order. */
class PowerLossTest {
    private static final int PARTITIONS = 3;
    private static final int ROUNDS = 8;

    @TempDir
    Path path;

    @TempDir
    Path copies;

    private static final Uuid TOPIC_ID = new Uuid(5, 6);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatWasDurableSurvives(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        PowerLossFileStore store = new PowerLossFileStore();
        List<List<String>> appended = new ArrayList<>();
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            LogDirectory directory = testing.open();
            List<PartitionLog> logs = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                logs.add(directory.create(
                        TOPIC_ID, "orders", partition, TestingDirectory.config("internal.segment.bytes", "3000")));
                appended.add(new ArrayList<>());
            }
            for (int round = 0; round < ROUNDS; round++) {
                // When
                appendSome(random, logs, appended);
                if (random.nextInt(3) == 0) {
                    testing.directory().checkpoint();
                }
                long[] durable =
                        logs.stream().mapToLong(PartitionLog::durableEndOffset).toArray();
                Path copy = copies.resolve("round" + round);
                store.copyAfterPowerLoss(path, copy, random);

                // Then
                verify(copy, durable, appended, "seed " + seed + " round " + round);
            }
        }
    }

    private static void appendSome(Random random, List<PartitionLog> logs, List<List<String>> appended) {
        int appends = random.nextInt(60);
        for (int count = 0; count < appends; count++) {
            int partition = random.nextInt(PARTITIONS);
            List<String> known = appended.get(partition);
            String[] values = new String[1 + random.nextInt(4)];
            for (int index = 0; index < values.length; index++) {
                values[index] = partition + ":" + (known.size() + index) + "x".repeat(random.nextInt(200));
            }
            logs.get(partition)
                    .append(
                            TestingBatches.from(partition, 0, known.size(), values),
                            known.size() / 100,
                            1_000,
                            AppendOrigin.CLIENT);
            known.addAll(List.of(values));
        }
    }

    private static void verify(Path copy, long[] durable, List<List<String>> appended, String what) throws Exception {
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().damaged()).as(what).isEmpty();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                PartitionLog log = recovered.get(TOPIC_ID, partition).orElseThrow();
                List<String> expected = appended.get(partition);
                assertThat(log.logEndOffset()).as(what).isBetween(durable[partition], (long) expected.size());
                List<String> found = new ArrayList<>();
                Set<Long> offsets = new HashSet<>();
                for (var one : TestingBatches.recordsOf(log, 0)) {
                    found.add(StandardCharsets.UTF_8.decode(one.value()).toString());
                    offsets.add(one.offset());
                }
                assertThat(found).as(what).isEqualTo(expected.subList(0, (int) log.logEndOffset()));
                assertThat(offsets).as(what).hasSize(found.size());
                long end = log.logEndOffset();
                AppendResult next = log.append(
                        TestingBatches.from(partition, 0, (int) end, "next"), 99, 1_000, AppendOrigin.CLIENT);
                assertThat(next.baseOffset()).as(what).isEqualTo(end);
            }
        }
    }
}
