package io.millrace.broker.log.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.file.DiskFileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTailTest {
    @TempDir
    Path folder;

    private final TailMemory memory = new TailMemory(TailLimits.ofHeap(1 << 30));

    private SegmentTail tail(Path path) {
        return new SegmentTail(memory, new SegmentFile(new DiskFileStore(), new OpenFiles(8), path), 0);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasNeitherPublishedNorTakenBackLeavesNoTrace() throws IOException {
        // Given
        Path path = folder.resolve("0.log");
        SegmentTail tail = tail(path);
        tail.append(bytes("first,"), 0);
        tail.publish(6, false);
        tail.append(bytes("thrown away,"), 1);

        // When
        tail.append(bytes("second"), 1);
        tail.publish(12, false);
        tail.writeOut();

        // Then
        assertThat(Files.readString(path)).isEqualTo("first,second");
    }

    @Test
    void aWriteThatFailsForAReaderIsToldAndEndsTheWaiting() {
        // Given: the file's folder does not exist.
        List<Throwable> told = new ArrayList<>();
        memory.onFailure(told::add);
        SegmentTail tail = tail(folder.resolve("missing").resolve("0.log"));
        tail.append(bytes("value"), 0);
        tail.publish(5, false);

        // When
        assertThatThrownBy(tail::writeOut).isInstanceOf(IOException.class);
        assertThatThrownBy(tail::writeOut).isInstanceOf(IOException.class);

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void appendersAreToldWhyTheyCannotGoOn() {
        // Given
        TailMemory full = new TailMemory(new TailLimits(4, 4, 4));
        SegmentTail tail = new SegmentTail(
                full, new SegmentFile(new DiskFileStore(), new OpenFiles(8), folder.resolve("0.log")), 0);
        tail.append(bytes("value"), 0);
        tail.publish(5, false);

        // Then
        assertThatThrownBy(() -> full.awaitRoom(0))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("too slow");

        // When
        full.close();

        // Then
        assertThatThrownBy(() -> full.awaitRoom(0))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aSegmentThatIsGoneDoesNotClaimThatItsFileIsWhole() {
        // Given
        SegmentTail tail = tail(folder.resolve("0.log"));
        tail.append(bytes("value"), 0);
        tail.publish(5, false);

        // When
        tail.discard();

        // Then
        assertThat(tail.writtenBytes()).isZero();
        assertThat(memory.unwrittenBytes()).isZero();
        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void anIndexThatIsAheadOfItsFileIsReadAsFarAsTheFileGoes() {
        // Given
        OffsetIndex written = new OffsetIndex();
        written.append(4, 100);
        written.append(9, 200);
        written.append(14, 300);

        // When
        OffsetIndex read = new OffsetIndex();
        boolean valid = read.decode(written.encode(0), 250);

        // Then
        assertThat(valid).isTrue();
        assertThat(read.count()).isEqualTo(2);
        assertThat(read.lastPosition()).isEqualTo(200);
    }
}
