package io.millrace.broker.log.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.file.DiskFileStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailMemoryTest {
    @TempDir
    Path folder;

    private final TailMemory memory = new TailMemory(new TailLimits(4, 4, 4));

    private SegmentTail tail(String name) {
        return new SegmentTail(memory, new SegmentFile(new DiskFileStore(), new OpenFiles(8), folder.resolve(name)), 0);
    }

    private static void append(SegmentTail tail) {
        tail.append(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
        tail.publish(tail.sizeBytes() + 3, false);
    }

    @Test
    void oneThatTakesAppendsWhileItIsWrittenLetsTheOthersGoFirst() {
        // Given
        SegmentTail busy = tail("busy.log");
        SegmentTail waiting = tail("waiting.log");
        append(busy);
        append(waiting);

        // When
        SegmentTail first = memory.nextDue().tail();
        append(busy);
        SegmentTail second = memory.nextDue().tail();
        SegmentTail third = memory.nextDue().tail();

        // Then
        assertThat(first).isSameAs(busy);
        assertThat(second).isSameAs(waiting);
        assertThat(third).isSameAs(busy);
    }
}
