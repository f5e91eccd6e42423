package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One flipped bit or one cut in one stored file, of every kind: what can be derived is built anew, what cannot is
 * reported and refused, nothing wrong is ever served, and the other partition does not notice. Positions are sampled by
 * a seed; {@code -Dmillrace.damage.rounds=100000} tries more of them, and {@code -Dmillrace.damage.rounds=all} every bit
 * and every cut of every file, or of those that {@code -Dmillrace.damage.files} matches.
 */
class DamagedFilesTest {
    private static final String ALL = "all";
    private static final String ROUNDS = System.getProperty("millrace.damage.rounds", "100");
    private static final String FILES = System.getProperty("millrace.damage.files", ".*");
    private static final long SEED = Long.getLong("millrace.damage.seed", 20_261_121);

    /** Written behind the files' last entries, and never read. */
    private static final int WAL_BYTES_USED = 100_000;

    @TempDir
    Path path;

    @TempDir
    Path copies;

    private final Random random = new Random(SEED);
    private int tried;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isFoundSaidAndNeverServed(boolean cleanly) throws Exception {
        DamageFixture fixture = DamageFixture.write(path, copies.resolve("original"), cleanly, random);
        String how = cleanly ? "stopped" : "killed";
        List<Path> files = fixture.files().stream()
                .filter(file -> file.toString().matches(FILES))
                .toList();
        if (ROUNDS.equals(ALL)) {
            for (Path file : files) {
                sweep(fixture, file, how);
            }
        } else {
            sample(fixture, files, Integer.parseInt(ROUNDS), how);
        }
        System.out.printf("DAMAGE %s: seed %d, %,d damages%n", how, SEED, tried);
        assertThat(tried).isPositive();
    }

    private void sample(DamageFixture fixture, List<Path> files, int rounds, String how) throws Exception {
        for (int round = 0; round < rounds; round++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] content = fixture.content(file);
            int position = random.nextInt(used(file, content));
            String name = how + ", seed " + SEED + " round " + round;
            if (random.nextInt(4) == 0) {
                cut(fixture, file, content, position, name);
            } else {
                flip(fixture, file, content, position, random.nextInt(Byte.SIZE), name);
            }
        }
    }

    private void sweep(DamageFixture fixture, Path file, String how) throws Exception {
        byte[] content = fixture.content(file);
        for (int position = 0; position < used(file, content); position++) {
            cut(fixture, file, content, position, how);
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                flip(fixture, file, content, position, bit, how);
            }
        }
    }

    private void cut(DamageFixture fixture, Path file, byte[] content, int position, String how) throws Exception {
        tried++;
        fixture.requireTruth(
                copies.resolve("copy"),
                file,
                Arrays.copyOf(content, position),
                how + ": " + file + " cut to " + position);
    }

    private void flip(DamageFixture fixture, Path file, byte[] content, int position, int bit, String how)
            throws Exception {
        tried++;
        byte[] flipped = content.clone();
        flipped[position] ^= (byte) (1 << bit);
        fixture.requireTruth(
                copies.resolve("copy"), file, flipped, how + ": " + file + " bit " + bit + " of byte " + position);
    }

    private static int used(Path file, byte[] content) {
        return file.toString().endsWith(".wal") ? Math.min(WAL_BYTES_USED, content.length) : content.length;
    }
}
