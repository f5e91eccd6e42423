package io.millrace.registry.serde.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines that another implementation printed for the schemas that the tests build again. */
final class GoldenLines {
    private GoldenLines() {}

    static List<String> all() {
        try (InputStream in = GoldenLines.class.getResourceAsStream("avro-connect-golden.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The right side of the line that begins with the title and the arrow. */
    static String after(String title, String arrow) {
        String start = title + arrow;
        return all().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no golden line for " + title));
    }
}
