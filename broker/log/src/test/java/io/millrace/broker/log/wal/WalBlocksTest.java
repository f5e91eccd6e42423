package io.millrace.broker.log.wal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.broker.log.file.DiskFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Groups in whole blocks: what fills the last one is skipped, and nothing acknowledged is ever written again. */
class WalBlocksTest {
    @TempDir
    Path root;

    private static String entryOf(int bytes, String name) {
        return name + "x".repeat(bytes - WalEntryCodec.HEADER_BYTES - name.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void everyPaddingIsSkippedAndNoBlockIsWrittenTwice(int blockBytes) throws Exception {
        // Given
        BlockFileStore store = new BlockFileStore(blockBytes, true);
        List<String> appended = new ArrayList<>();

        // When: a group ends at every distance to the end of its block at which the padding changes its form.
        try (TestingWal wal = TestingWal.open(root, store)) {
            for (int left = 0; left < WalEntryCodec.HEADER_BYTES + 5; left++) {
                String payload = entryOf(blockBytes - left, "left" + left);
                appended.add(payload);
                wal.single(payload);
            }
        }

        // Then
        assertThat(TestingWal.recovered(root)).isEqualTo(appended);
        Set<String> written = new LinkedHashSet<>();
        for (BlockFileStore.Write write : groupsOf(store)) {
            assertThat(write.direct()).isTrue();
            for (long at = write.position(); at < write.position() + write.length(); at += blockBytes) {
                assertThat(written.add(write.path() + "@" + at)).isTrue();
            }
        }
    }

    /** Without the zeros of a new file. */
    private static List<BlockFileStore.Write> groupsOf(BlockFileStore store) {
        return store.writes().stream()
                .filter(write -> write.length() < TestingWal.SETTINGS.fileBytes())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void aGroupThatGoesOnInTheNextFileIsReadBack(int blockBytes) throws Exception {
        // Given
        BlockFileStore store = new BlockFileStore(blockBytes, true);
        List<String> expected = new ArrayList<>();

        // When: each group is larger than a quarter of a file, and none of its entries ends with a block.
        try (TestingWal wal = TestingWal.open(root, store)) {
            for (int group = 0; group < 9; group++) {
                List<String> payloads = new ArrayList<>();
                for (int entry = 0; entry < 6; entry++) {
                    payloads.add(entryOf(10_007, "group" + group + "entry" + entry));
                }
                wal.group(store, payloads);
                expected.add(TestingWal.HOLDING);
                expected.addAll(payloads);
            }
        }

        // Then
        assertThat(TestingWal.recovered(root)).isEqualTo(expected);
        assertThat(TestingWal.file(root, 2)).exists();
    }

    @ParameterizedTest
    @CsvSource({"512, true", "512, false", "4096, true", "4096, false"})
    void aGroupTornAtAnyBlockEndsTheLogThere(int blockBytes, boolean restToo) throws Exception {
        // Given: entries smaller and larger than a block.
        BlockFileStore store = new BlockFileStore(blockBytes, true);
        List<String> group = new ArrayList<>();
        for (int entry = 0; entry < 12; entry++) {
            group.add(entryOf(entry % 3 == 0 ? 2 * blockBytes + 11 : blockBytes / 3, "entry" + entry));
        }
        List<String> acknowledged = List.of("acknowledged", TestingWal.HOLDING);
        try (TestingWal wal = TestingWal.open(root, store)) {
            wal.single(acknowledged.get(0));
            wal.group(store, group);
        }
        List<BlockFileStore.Write> writes = groupsOf(store);
        BlockFileStore.Write torn = writes.get(writes.size() - 1);
        byte[] whole = Files.readAllBytes(torn.path());
        int groupStart = (int) torn.position();
        assertThat(TestingWal.recovered(root)).hasSize(acknowledged.size() + group.size());

        for (int lost = 0; lost < torn.length() / blockBytes; lost++) {
            // When
            int from = groupStart + lost * blockBytes;
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, from, restToo ? groupStart + torn.length() : from + blockBytes, (byte) 0);
            Files.write(torn.path(), bytes);

            // Then
            List<String> expected = new ArrayList<>(acknowledged);
            int end = groupStart;
            for (String payload : group) {
                end += WalEntryCodec.HEADER_BYTES + payload.length();
                if (end > from) {
                    break;
                }
                expected.add(payload);
            }
            assertThat(TestingWal.recovered(root)).as("block %d", lost).isEqualTo(expected);
        }
    }

    @Test
    void damageInThePaddingOfAFileThatHasASuccessorIsDamage() throws Exception {
        // Given: two files, the first of which ends with a padding.
        BlockFileStore store = new BlockFileStore(4096, true);
        try (TestingWal wal = TestingWal.open(root, store)) {
            for (int group = 0; group < 6; group++) {
                wal.single(entryOf(60_000, "group" + group));
            }
        }
        Path first = TestingWal.file(root, 0);
        BlockFileStore.Write last = groupsOf(store).stream()
                .filter(write -> write.path().equals(first))
                .reduce((one, other) -> other)
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(first);

        // When
        bytes[(int) last.position() + last.length() - 1] = 1;
        Files.write(first, bytes);

        // Then
        assertThat(TestingWal.recovered(root))
                .filteredOn(line -> line.startsWith("write-ahead log damaged"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"4096, false", "3000, true", "1048576, true"})
    void aFileSystemThatTakesNoDirectWritesGetsThemThroughThePageCache(long blockBytes, boolean direct)
            throws Exception {
        // Given
        BlockFileStore store = new BlockFileStore(blockBytes, direct);
        Logger logger = (Logger) LoggerFactory.getLogger(WalBlocks.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);

        // When
        List<String> appended = new ArrayList<>();
        try (TestingWal wal = TestingWal.open(root, store)) {
            for (int entry = 0; entry < 20; entry++) {
                appended.add("entry" + entry);
                wal.single("entry" + entry);
            }
        } finally {
            logger.detachAppender(logged);
        }

        // Then
        assertThat(TestingWal.recovered(root)).isEqualTo(appended);
        assertThat(store.writes()).noneMatch(BlockFileStore.Write::direct);
        assertThat(logged.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .contains("through the page cache"));
    }

    @Test
    void whatCannotBeTriedOutOnAFullDiskIsNotUsed() throws Exception {
        BlockFileStore store = new BlockFileStore(4096, true);
        store.fill();
        assertThat(WalBlocks.of(store, root)).isEqualTo(new WalBlocks(4096, false));
        assertThat(filesIn(root)).isEmpty();
    }

    @Test
    void theRealDiskTakesDirectWritesOrSaysThatItDoesNot() throws Exception {
        // Given
        List<String> appended = new ArrayList<>();

        // When
        try (TestingWal wal = TestingWal.open(root, new DiskFileStore())) {
            for (int entry = 0; entry < 100; entry++) {
                appended.add("entry" + entry);
                wal.single("entry" + entry);
            }
        }

        // Then
        assertThat(TestingWal.recovered(root)).isEqualTo(appended);
        assertThat(filesIn(root.resolve("wal"))).allMatch(name -> name.endsWith(".wal"));
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
