package io.millrace.hub.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of one run, deleted at its end unless the user wants to keep it or the run failed. */
final class DemoFolder implements AutoCloseable {

    private final DemoOptions options;
    private volatile boolean kept;

    DemoFolder(DemoOptions options) {
        this.options = options;
        this.kept = options.keep();
    }

    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(options.folder())) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path path : deepestFirst) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("could not delete " + path, e);
            }
        }
    }
}
