package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaToolsReadOurFilesTest {
    private static final int RECORDS = 200;

    @TempDir
    Path path;

    @Test
    void dumpLogFindsNothingWrong() throws Exception {
        // Given
        try (TestingDirectory testing = new TestingDirectory(path)) {
            testing.open();
            PartitionLog log = testing.log("internal.segment.bytes", "4000", "index.interval.bytes", "500");
            for (int sequence = 0; sequence < RECORDS; sequence++) {
                log.append(
                        TestingBatches.from(7, 0, sequence, "value-" + sequence),
                        sequence / 100,
                        1_000,
                        AppendOrigin.CLIENT);
            }
        }
        List<String> files;
        try (var paths = Files.list(path.resolve("orders-0"))) {
            files = paths.map(Path::toString)
                    .filter(name -> name.endsWith("log") || name.endsWith("index") || name.endsWith("snapshot"))
                    .sorted()
                    .toList();
        }

        // When
        String output = dump("--print-data-log", "--files", String.join(",", files));
        String sanity = dump("--index-sanity-check", "--files", String.join(",", files));

        // Then
        assertThat(files).hasSizeGreaterThan(8);
        assertThat(output)
                .contains("payload: value-0", "payload: value-" + (RECORDS - 1), "producerId: 7")
                .doesNotContainIgnoringCase("mismatch")
                .doesNotContainIgnoringCase("corrupt")
                .doesNotContain("isvalid: false")
                .doesNotContain("Found timestamp");
        assertThat(sanity).contains("passed sanity check").doesNotContainIgnoringCase("mismatch");
    }

    private static String dump(String... arguments) throws Exception {
        PrintStream original = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            DumpLogSegments.main(arguments);
        } finally {
            System.setOut(original);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
