package io.millrace.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jazzer mutates what each target reads, guided by what that reached; a finding is kept and named. */
class FuzzIT {

    private static final long SEED = Long.getLong("millrace.fuzz.seed", 20_261_121);

    /** For each target; a few thousand unless {@code fuzz/run} says otherwise. */
    private static final String RUNS = "millrace.fuzz.runs";

    /** A machine that is busy tries fewer inputs, and takes no longer. */
    private static final long SECONDS = Long.getLong("millrace.fuzz.seconds", 30);

    private static final Duration START = Duration.ofMinutes(2);

    /** Jazzer's own counters and the corpus live outside of the heap. */
    private static final int RSS_LIMIT_MIB = 1_500;

    /** Jazzer reads every class that it may meet, and those of Hadoop do not fit into its heap. */
    private static final Pattern NEEDED = Pattern.compile(
            "test-classes|millrace-broker|broker/|jazzer|kafka-clients|slf4j|logback|snappy|lz4|zstd"
                    + "|schema-registry[-/](model|json-schema|protobuf)|protobuf-java|jackson-(core|databind|annotations)|re2j");

    private static final Path FINDINGS = Path.of("target", "fuzz-findings").toAbsolutePath();
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in");
    private static final Pattern COVERED = Pattern.compile("cov: (\\d+) ft: (\\d+)");

    @TempDir
    Path folder;

    private Path corpus;
    private Path scratch;

    @BeforeEach
    void makeFolders() throws IOException {
        corpus = Files.createDirectories(folder.resolve("corpus"));
        scratch = Files.createDirectories(folder.resolve("scratch"));
        Files.createDirectories(FINDINGS);
    }

    @Test
    void requestsOfEveryKeyAndVersion() throws Exception {
        RequestTarget.writeCorpus(corpus, SEED);
        fuzz(RequestTarget.class, 20_000, "io.millrace.broker.server.wire.**", "org.apache.kafka.common.message.**");
    }

    @Test
    void recordBatches() throws Exception {
        BatchTarget.writeCorpus(corpus);
        fuzz(BatchTarget.class, 5_000, "io.millrace.broker.log.**");
    }

    @Test
    void storedFiles() throws Exception {
        StoredFilesTarget.writeCorpus(corpus, Files.createDirectories(scratch.resolve("corpus")));
        fuzz(StoredFilesTarget.class, 300, "io.millrace.broker.log.**");
    }

    @Test
    void jsonSchemas() throws Exception {
        JsonSchemaTarget.writeCorpus(corpus);
        fuzz(JsonSchemaTarget.class, 5_000, "io.millrace.registry.json.**", "com.fasterxml.jackson.core.**");
    }

    @Test
    void protobufSchemas() throws Exception {
        ProtobufTarget.writeCorpus(corpus);
        fuzz(ProtobufTarget.class, 5_000, "io.millrace.registry.protobuf.**");
    }

    private void fuzz(Class<?> target, long runsInTheBuild, String... instrumented) {
        long runs = Long.getLong(RUNS, runsInTheBuild);
        List<String> arguments = new ArrayList<>(List.of(
                "--target_class=" + target.getName(),
                "--instrumentation_includes=" + String.join(":", instrumented),
                // That a regular expression comes from outside is no finding: a schema's are read to be checked.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection",
                "--reproducer_path=" + FINDINGS,
                "-artifact_prefix=" + FINDINGS + "/" + target.getSimpleName() + "-",
                "-seed=" + SEED,
                "-runs=" + runs,
                "-max_total_time=" + SECONDS,
                "-rss_limit_mb=" + RSS_LIMIT_MIB,
                corpus.toString()));
        List<String> options =
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=4", "-D" + FuzzFolder.PROPERTY + "=" + scratch);
        try (ChildJvm jazzer =
                ChildJvm.startOn(classPath(), options, "com.code_intelligence.jazzer.Jazzer", arguments)) {
            int status = jazzer.awaitExit(START.plusSeconds(SECONDS));
            String output = jazzer.output();
            assertThat(status)
                    .as("findings are in %s; output:%n%s", FINDINGS, output)
                    .isZero();
            long done = last(DONE, output);
            System.out.printf(
                    "FUZZ %s: seed %d, %,d runs, %,d edges covered%n",
                    target.getSimpleName(), SEED, done, last(COVERED, output));
            assertThat(done).as(output).isPositive();
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(NEEDED.asPredicate())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static long last(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        long found = 0;
        while (matcher.find()) {
            found = Long.parseLong(matcher.group(1));
        }
        return found;
    }
}
