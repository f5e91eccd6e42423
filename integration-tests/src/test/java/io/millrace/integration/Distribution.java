package io.millrace.integration;

import io.millrace.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The distribution that the build has just assembled, and hubs started from it as users start them. */
public final class Distribution {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

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

    private static ChildJvm launchHub(List<String> jvmOptions, Path dataFolder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("start", "--data", dataFolder.toString()));
        command.addAll(List.of(arguments));
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dmillrace.home=" + home());
        return ChildJvm.start(options, "io.millrace.hub.Main", command);
    }
}
