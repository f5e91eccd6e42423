package io.millrace.broker.log.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small text files that may have been damaged: a byte that is no character must not end the reading. */
public final class TextFile {
    private TextFile() {}

    /** The text, with a replacement character for whatever is none. */
    public static String read(Path path) throws IOException {
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }
}
