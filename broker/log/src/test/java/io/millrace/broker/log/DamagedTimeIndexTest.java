package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A time index has no checksum: an entry that lost a bit on disk must not make a reader skip what it asked for. */
class DamagedTimeIndexTest {
    private static final int BATCHES = 60;
    private static final int ENTRY_BYTES = 12;
    private static final long FIRST_MS = 1L << 20;
    private static final long STEP_MS = 1L << 10;

    @TempDir
    Path path;

    private TestingDirectory testing;

    @AfterEach
    void close() {
        testing.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25000", "1000000"})
    void noEntryIsBelievedThatNoBatchConfirms(String segmentBytes) throws Exception {
        // Given: a segment that is closed, or active.
        testing = new TestingDirectory(path);
        testing.open();
        PartitionLog log = log(segmentBytes);
        for (int index = 0; index < BATCHES; index++) {
            log.append(TestingBatches.at(FIRST_MS + index * STEP_MS, "v".repeat(500)), 0, 1_000, AppendOrigin.CLIENT);
        }
        testing.close();
        Path file = path.resolve("orders-0").resolve("00000000000000000000.timeindex");
        byte[] whole = Files.readAllBytes(file);
        int middle = whole.length / ENTRY_BYTES / 2 * ENTRY_BYTES;
        assertThat(middle).isGreaterThan(ENTRY_BYTES).isLessThan(whole.length - ENTRY_BYTES);

        for (int bit = 0; bit < ENTRY_BYTES * Byte.SIZE; bit++) {
            // When
            byte[] flipped = whole.clone();
            flipped[middle + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Files.write(file, flipped);
            testing.open();

            // Then
            log = log(segmentBytes);
            for (long offset = 0; offset < BATCHES; offset++) {
                assertThat(log.offsetForTimestamp(FIRST_MS + offset * STEP_MS - 1, BATCHES))
                        .as("bit " + bit)
                        .hasValue(new TimestampedOffset(FIRST_MS + offset * STEP_MS, offset, 0));
            }
            testing.close();
        }
    }

    private PartitionLog log(String segmentBytes) {
        return testing.log("internal.segment.bytes", segmentBytes, "retention.ms", "-1");
    }
}
