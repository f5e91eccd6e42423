package io.millrace.integration.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a target keeps its files; the test that starts the fuzzer removes it. */
final class FuzzFolder {

    static final String PROPERTY = "millrace.fuzz.folder";

    private FuzzFolder() {}

    static Path create() {
        try {
            return Files.createTempDirectory(Path.of(System.getProperty(PROPERTY)), "data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
