package io.millrace.broker.log.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.transaction.AbortedTransaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionIndexTest {
    private static final AbortedTransaction FIRST = new AbortedTransaction(7, 3, 10, 5);
    private static final AbortedTransaction SECOND = new AbortedTransaction(8, 5, 12, 13);

    private static TransactionIndex index() {
        TransactionIndex index = new TransactionIndex();
        index.maybeAppend(FIRST);
        index.maybeAppend(SECOND);
        return index;
    }

    private static List<AbortedTransaction> found(long fromOffset, long endOffset) {
        List<AbortedTransaction> found = new ArrayList<>();
        index().collect(fromOffset, endOffset, found);
        return found;
    }

    @Test
    void findsWhatOverlapsARange() {
        assertThat(found(0, 3)).isEmpty();
        assertThat(found(0, 4)).containsExactly(FIRST);
        assertThat(found(0, 6)).containsExactly(FIRST, SECOND);
        assertThat(found(11, 20)).containsExactly(SECOND);
        assertThat(found(13, 20)).isEmpty();
        assertThat(index().collect(0, 5, new ArrayList<>())).isTrue();
        assertThat(index().collect(0, 20, new ArrayList<>())).isFalse();
    }

    @Test
    void aRepeatedMarkerChangesNothing() {
        TransactionIndex index = index();
        index.maybeAppend(FIRST);
        assertThat(index.all()).containsExactly(FIRST, SECOND);
    }

    @Test
    void isCutWithItsLog() {
        TransactionIndex index = index();
        index.truncateToOffset(12);
        assertThat(index.all()).containsExactly(FIRST);
    }

    @Test
    void refusesBytesThatItCannotHaveWritten() {
        ByteBuffer written = TransactionIndex.encode(index().all());
        assertThat(written.remaining()).isEqualTo(68);
        assertThat(new TransactionIndex().decode(written.duplicate(), 0)).isTrue();
        assertThat(new TransactionIndex().decode(written.duplicate().limit(67), 0))
                .isFalse();
        assertThat(new TransactionIndex().decode(written.duplicate(), 11)).isFalse();
        for (int position : new int[] {0, 2, 10, 18, 26}) {
            ByteBuffer flipped =
                    ByteBuffer.allocate(68).put(written.duplicate()).flip();
            flipped.put(position, (byte) (flipped.get(position) ^ 0x80));
            assertThat(new TransactionIndex().decode(flipped, 0))
                    .as("position %d", position)
                    .isFalse();
        }
    }
}
