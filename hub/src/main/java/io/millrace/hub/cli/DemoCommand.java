package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.demo.Demo;
import io.millrace.hub.demo.DemoOptions;
import io.millrace.hub.demo.DemoResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace demo}. */
@Command(
        name = "demo",
        description = "Runs the main job on embedded defaults: a shop database changes, warehouse tables and Parquet"
                + " files follow, and checksums prove that they equal the shop. Exit code 0 only if all agree.")
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long the shop changes (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--kill", description = "kill -9 the hub at random moments while the shop changes.")
    private boolean kill;

    @Option(names = "--seed", paramLabel = "N", description = "Repeat a run's workload (default: random, printed).")
    private Long seed;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep hub data and files in this empty folder.")
    private Path keep;

    @Override
    public Integer call() throws IOException, SQLException {
        if (seconds < 1) {
            throw new CommandException("--seconds must be at least 1");
        }
        String home = System.getProperty("millrace.home");
        if (home == null) {
            throw new CommandException("the demo needs the distribution; start it with bin/millrace demo");
        }
        Path folder = keep == null ? Files.createTempDirectory("millrace-demo") : emptyFolder(keep);
        long chosenSeed = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        DemoOptions options =
                new DemoOptions(seconds, kill, chosenSeed, folder, keep != null, isTerminal(), Path.of(home));
        // With --json the way there is for the person who watches, and the result for the program that reads.
        DemoResult result = new Demo(options, output.isJson() ? System.err : System.out).run();
        if (output.isJson()) {
            output.object(result, "");
        }
        return result.proved() ? 0 : Failures.FAILED;
    }

    /** Asked of the script, since the JDK's own answer changed its meaning with Java 22. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("millrace.terminal");
    }

    private static Path emptyFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new CommandException("--keep: " + folder + " is not empty; name a new folder");
            }
        }
        return folder.toAbsolutePath().normalize();
    }
}
