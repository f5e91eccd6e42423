package io.millrace.broker.log.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.file.HookedFileStore;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionIndexFileTest {
    private static final AbortedTransaction FIRST = new AbortedTransaction(7, 0, 5, 3);
    private static final AbortedTransaction SECOND = new AbortedTransaction(8, 3, 9, 10);
    private static final AbortedTransaction THIRD = new AbortedTransaction(7, 10, 12, 13);

    @TempDir
    Path folder;

    private final HookedFileStore store = new HookedFileStore();
    private final TransactionIndex index = new TransactionIndex();
    private final TransactionIndexFile file = new TransactionIndexFile(index);
    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("00000000000000000000.txnindex");
    }

    private void write(AbortedTransaction... transactions) throws IOException {
        for (AbortedTransaction one : transactions) {
            index.maybeAppend(one);
        }
        assertThat(file.isFlushed()).isFalse();
        file.flush(store, path);
        assertThat(file.isFlushed()).isTrue();
    }

    private List<AbortedTransaction> read() throws IOException {
        TransactionIndex found = new TransactionIndex();
        TransactionIndexFile reader = new TransactionIndexFile(found);
        reader.load(path, 0, false);
        assertThat(reader.isDamaged()).isFalse();
        return found.all();
    }

    @Test
    void growsByWhatIsNew() throws IOException {
        write(FIRST);
        write(SECOND, THIRD);
        assertThat(read()).containsExactly(FIRST, SECOND, THIRD);
        assertThat(path)
                .hasBinaryContent(TransactionIndexFile.encode(index.all()).array());
    }

    @Test
    void isWrittenAnewWhenItHasLostEntries() throws IOException {
        write(FIRST, SECOND);
        index.truncateToOffset(9);
        file.truncated();
        write();
        assertThat(read()).containsExactly(FIRST);
        write(THIRD);
        assertThat(read()).containsExactly(FIRST, THIRD);
    }

    @Test
    void goesOnFromWhatWasLoaded() throws IOException {
        write(FIRST);
        TransactionIndex loaded = new TransactionIndex();
        TransactionIndexFile again = new TransactionIndexFile(loaded);
        again.load(path, 0, false);
        loaded.maybeAppend(SECOND);
        again.flush(store, path);
        assertThat(read()).containsExactly(FIRST, SECOND);
    }

    @Test
    void whatComesDuringAFlushIsLeftToTheNextOne() throws IOException {
        // Given
        index.maybeAppend(FIRST);
        store.onNextSync(() -> index.maybeAppend(SECOND));

        // When
        file.flush(store, path);

        // Then
        assertThat(read()).containsExactly(FIRST);
        write(THIRD);
        assertThat(read()).containsExactly(FIRST, SECOND, THIRD);
    }

    @Test
    void theNameOfANewFileIsOnDiskToo() throws IOException {
        write(FIRST);
        assertThat(store.syncedDirectories()).containsExactly(folder);
        write(SECOND);
        assertThat(store.syncedDirectories()).containsExactly(folder);
    }

    @Test
    void isNotThereWithoutEntries() throws IOException {
        write(FIRST);
        file.forget();
        write();
        assertThat(path).doesNotExist();
        assertThat(read()).isEmpty();
    }

    @Test
    void everyFlippedBitAndEveryCutIsDamage() throws IOException {
        write(FIRST, SECOND);
        byte[] content = Files.readAllBytes(path);
        for (int position = 0; position < content.length; position++) {
            requireDamaged(Arrays.copyOf(content, position), "cut to " + position);
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = content.clone();
                flipped[position] ^= (byte) (1 << bit);
                requireDamaged(flipped, "bit " + bit + " of byte " + position);
            }
        }
    }

    private void requireDamaged(byte[] content, String what) throws IOException {
        Files.write(path, content);
        TransactionIndexFile reader = new TransactionIndexFile(new TransactionIndex());
        reader.load(path, 0, false);
        assertThat(reader.isDamaged()).as(what).isTrue();
    }
}
