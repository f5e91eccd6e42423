package io.millrace.integration;

import io.millrace.testing.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The distribution that the build has just assembled, and hubs started from it as users start them. */
public final class Distribution {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final String MAIN = "io.millrace.hub.Main";

    private Distribution() {}

    /** The folder with {@code bin}, {@code lib} and {@code plugins}. */
    public static Path home() {
        Path home = Path.of("..", "hub", "target", "millrace").toAbsolutePath().normalize();
        if (!Files.isDirectory(home.resolve("lib"))) {
            throw new IllegalStateException(home + " is missing; the module hub must be packaged before these tests");
        }
        return home;
    }

    /** {@code millrace start} in a JVM of its own; returns when it says that it has started. */
    public static ChildJvm startHub(Path dataFolder, String... arguments) {
        ChildJvm hub = launchHub(dataFolder, arguments);
        hub.awaitOutput("^started in ", START_TIMEOUT);
        return hub;
    }

    /** As {@link #startHub}, with these JVM options instead of a heap of 512 MiB. */
    public static ChildJvm startHub(List<String> jvmOptions, Path dataFolder, String... arguments) {
        ChildJvm hub = launchHub(jvmOptions, dataFolder, arguments);
        hub.awaitOutput("^started in ", START_TIMEOUT);
        return hub;
    }

    /** As {@link #startHub}, without waiting: for a start that is expected to fail. */
    public static ChildJvm launchHub(Path dataFolder, String... arguments) {
        return launchHub(List.of("-Xmx512m"), dataFolder, arguments);
    }

    /** As {@link #startHub}, on the class path of the tests, since it is to find their connectors; takes twice as long. */
    public static ChildJvm startHubWithTestClasses(List<String> jvmOptions, Path dataFolder, String... arguments) {
        ChildJvm hub = ChildJvm.start(withHome(jvmOptions), MAIN, command(dataFolder, arguments));
        hub.awaitOutput("^started in ", START_TIMEOUT);
        return hub;
    }

    private static ChildJvm launchHub(List<String> jvmOptions, Path dataFolder, String... arguments) {
        List<String> options = withHome(jvmOptions);
        options.addAll(ClassArchive.options());
        // Wildcards, and in the script's order: an archive serves the class path that it was made for.
        String classPath = home().resolve("lib/first") + "/*" + File.pathSeparator + home().resolve("lib") + "/*";
        return ChildJvm.startOn(classPath, options, MAIN, command(dataFolder, arguments));
    }

    private static List<String> withHome(List<String> jvmOptions) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dmillrace.home=" + home());
        return options;
    }

    private static List<String> command(Path dataFolder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("start", "--data", dataFolder.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
