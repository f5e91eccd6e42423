package io.millrace.broker.log.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.file.DiskFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
    private static final int MAX = 8;

    @TempDir
    Path folder;

    private final OpenFiles openFiles = new OpenFiles(MAX);

    private List<SegmentFile> files(int count) {
        List<SegmentFile> files = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            files.add(new SegmentFile(new DiskFileStore(), openFiles, folder.resolve(Integer.toString(number))));
        }
        return files;
    }

    @Test
    void closesTheLongestUnusedOnes() throws IOException {
        // When
        for (SegmentFile file : files(3 * MAX)) {
            file.hold();
            file.release();
        }

        // Then
        assertThat(openFiles.size()).isBetween(1, MAX);
    }

    @Test
    void returnsBelowTheBoundWhenManyAreReleasedThatWereHeldAtOnce() throws IOException {
        // Given
        List<SegmentFile> files = files(3 * MAX);
        for (SegmentFile file : files) {
            file.hold();
        }
        assertThat(openFiles.size()).isEqualTo(3 * MAX);

        // When
        for (SegmentFile file : files) {
            file.release();
        }

        // Then
        assertThat(openFiles.size()).isEqualTo(MAX);
        assertThat(files.get(0).hold().isOpen()).isTrue();
        files.get(0).release();
    }
}
