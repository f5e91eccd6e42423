package io.millrace.broker.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One flipped bit or one cut anywhere in what the metadata quorum stores: it starts with everything that was acknowledged,
 * or refuses and names the directory. Positions are sampled by a seed; {@code -Dmillrace.damage.rounds=5000} tries more.
 */
@Timeout(value = 10, unit = TimeUnit.HOURS)
class DamagedStorageSweepIT {
    private static final int ROUNDS = Integer.getInteger("millrace.damage.rounds", 8);
    private static final long SEED = Long.getLong("millrace.damage.seed", 20_261_121);
    private static final int TOPICS = 60;

    /** Ratis preallocates its open log; what lies behind the entries is zeros. */
    private static final int LOG_BYTES_USED = 20_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final Map<Path, byte[]> original = new HashMap<>();
    private int refused;

    @Test
    void bringsEverythingBackOrRefuses() throws IOException {
        // Given
        Path directory = folder.resolve("metadata");
        QuorumConfig config = QuorumCommands.loneVoter(directory)
                .withTuning(new QuorumTuning(QuorumTimings.DEFAULTS, new SnapshotPolicy(20, 2, 0, 1024 * 1024)));
        try (MetadataQuorum quorum = MetadataQuorum.start(config)) {
            quorum.submit(QuorumCommands.registration(1)).join();
            for (int number = 0; number < TOPICS; number++) {
                QuorumCommands.create(quorum, "t" + number);
            }
        }
        List<Path> files = collect(directory);

        // When, then
        for (int round = 0; round < ROUNDS; round++) {
            Path victim = files.get(random.nextInt(files.size()));
            byte[] damaged = original.get(victim).clone();
            String what = "seed " + SEED + " round " + round + ": " + victim;
            int position = random.nextInt(Math.min(damaged.length, LOG_BYTES_USED));
            if (random.nextInt(4) == 0) {
                damaged = Arrays.copyOf(damaged, position);
                what += " cut to " + position;
            } else {
                int bit = random.nextInt(Byte.SIZE);
                damaged[position] ^= (byte) (1 << bit);
                what += " bit " + bit + " of byte " + position;
            }
            restore(directory, victim, damaged);
            requireTruth(config, directory, what);
        }
        System.out.printf("DAMAGE metadata: seed %d, %,d damages, %,d refused%n", SEED, ROUNDS, refused);
    }

    private void requireTruth(QuorumConfig config, Path directory, String what) {
        try (MetadataQuorum quorum = MetadataQuorum.start(config)) {
            assertThat(quorum.image().topics().count()).as(what).isEqualTo(TOPICS);
            QuorumCommands.create(quorum, "later");
        } catch (QuorumStorageException said) {
            assertThat(said).as(what).hasMessageContaining(directory.toString());
            refused++;
        } catch (RuntimeException failure) {
            throw new AssertionError(what, failure);
        }
    }

    private List<Path> collect(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .toList()) {
                original.put(directory.relativize(file), Files.readAllBytes(file));
                if (!file.endsWith("in_use.lock")) {
                    files.add(directory.relativize(file));
                }
            }
        }
        return files;
    }

    private void restore(Path directory, Path victim, byte[] damaged) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        for (Map.Entry<Path, byte[]> file : original.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getKey().equals(victim) ? damaged : file.getValue());
        }
    }
}
