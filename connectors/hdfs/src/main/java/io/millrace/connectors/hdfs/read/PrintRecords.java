package io.millrace.connectors.hdfs.read;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Prints the committed records of topics, one JSON object a line: {@code {"topic": ..., "value": ...}}, each topic in
 * the order of partition and offset. Run with the plugin's folder as class path, so that nothing else needs Hadoop.
 */
public final class PrintRecords {

    private PrintRecords() {}

    /** Arguments: the file system's URI, the folder of topics in it, the topics. Exit code 1 if files overlap. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.err.println("usage: PrintRecords STORE_URL TOPICS_DIR TOPIC...");
            System.exit(2);
        }
        List<String> topics = List.of(arguments).subList(2, arguments.length);
        Map<String, String> settings = Map.of(
                "store.url",
                arguments[0],
                "topics.dir",
                arguments[1],
                "topics",
                String.join(",", topics),
                "flush.size",
                "1");
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (CommittedFiles files = CommittedFiles.of(settings)) {
            for (String topic : topics) {
                List<String> overlaps = files.overlaps(topic);
                if (!overlaps.isEmpty()) {
                    System.err.println("files of " + topic + " overlap: " + overlaps);
                    System.exit(1);
                }
                for (CommittedFile file : files.list(topic)) {
                    files.forEach(
                            file, value -> out.println("{\"topic\": \"" + topic + "\", \"value\": " + value + "}"));
                }
            }
            out.flush();
        }
    }
}
