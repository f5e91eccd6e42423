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

    @Test
    void dumpLogReadsTransactions() throws Exception {
        // Given
        try (TestingDirectory testing = new TestingDirectory(path)) {
            testing.open();
            PartitionLog log = testing.log("internal.segment.bytes", "2000");
            for (int sequence = 0; sequence < 20; sequence++) {
                TestingTransactions.append(log, 7, 0, sequence, "a=" + sequence);
                TestingTransactions.abort(log, 7, 0);
            }
            TestingTransactions.append(log, 8, 3, 0, "b=1");
            log.updateHighWatermark(log.logEndOffset());
        }

        // When
        String transactions = dump("--files", String.join(",", filesOf(".txnindex")));
        String producers =
                dump("--files", filesOf(".snapshot").get(filesOf(".snapshot").size() - 1));
        String records = dump("--print-data-log", "--files", String.join(",", filesOf(".log")));

        // Then
        assertThat(transactions)
                .contains("version: 0 producerId: 7 firstOffset: 0 lastOffset: 1 lastStableOffset: 2")
                .contains("version: 0 producerId: 7 firstOffset: 38 lastOffset: 39 lastStableOffset: 40");
        assertThat(producers)
                .containsPattern(
                        "producerId: 7 producerEpoch: 0 coordinatorEpoch: 5 currentTxnFirstOffset: \\S*None|"
                                + "producerId: 7 producerEpoch: 0 coordinatorEpoch: 5 currentTxnFirstOffset: OptionalLong.empty")
                .containsPattern("producerId: 8 producerEpoch: 3 coordinatorEpoch: -1 currentTxnFirstOffset: \\S*40");
        assertThat(records)
                .contains("endTxnMarker: ABORT coordinatorEpoch: 5")
                .contains("isTransactional: true")
                .doesNotContain("isvalid: false");
    }

    private List<String> filesOf(String suffix) throws Exception {
        try (var paths = Files.list(path.resolve("orders-0"))) {
            return paths.map(Path::toString)
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        }
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
