package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A main class in a JVM of its own, with the class path of the test, so that it can be killed, paused and read.
 *
 * <p>Standard output and error go to one file that {@link #output()} reads. Not safe for use by several threads.
 */
public final class ChildJvm implements AutoCloseable {

    private static final long POLL_MS = 20;
    private static final Duration STOPPED_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final Path outputFile;
    private final Path argumentFile;

    private ChildJvm(Process process, Path outputFile, Path argumentFile) {
        this.process = process;
        this.outputFile = outputFile;
        this.argumentFile = argumentFile;
    }

    /** Starts {@code mainClass} with a heap of 512 MiB. */
    public static ChildJvm start(Class<?> mainClass, String... arguments) {
        return start(List.of("-Xmx512m"), mainClass.getName(), List.of(arguments));
    }

    /** Starts {@code mainClass} with the JVM options given, on the class path of this JVM. */
    public static ChildJvm start(List<String> jvmOptions, String mainClass, List<String> arguments) {
        return startOn(System.getProperty("java.class.path"), jvmOptions, mainClass, arguments);
    }

    /** Starts {@code mainClass} with the JVM options given, on a class path of its own. */
    public static ChildJvm startOn(
            String classPath, List<String> jvmOptions, String mainClass, List<String> arguments) {
        try {
            Path argumentFile = Files.createTempFile("child-jvm", ".args");
            // An argument file, since the class path of an integration test outgrows the command line.
            Files.writeString(argumentFile, "-cp\n\"" + classPath + "\"\n");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("@" + argumentFile);
            command.add("-XX:TieredStopAtLevel=1");
            command.addAll(jvmOptions);
            command.add(mainClass);
            command.addAll(arguments);
            return launch(new ProcessBuilder(command), argumentFile);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start a JVM for " + mainClass, e);
        }
    }

    /** Starts a script that puts a JVM in its own place, with these variables added to its environment. */
    public static ChildJvm startScript(Path script, Map<String, String> environment, List<String> arguments) {
        try {
            Path argumentFile = Files.createTempFile("child-jvm", ".args");
            List<String> command = new ArrayList<>(List.of(script.toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            return launch(builder, argumentFile);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + script, e);
        }
    }

    private static ChildJvm launch(ProcessBuilder builder, Path argumentFile) throws IOException {
        Path outputFile = Files.createTempFile("child-jvm", ".log");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(outputFile.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "child-jvm-reaper"));
        return new ChildJvm(process, outputFile, argumentFile);
    }

    /** The operating system's id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(30));
    }

    /** SIGTERM, as an operator's stop; shutdown hooks run. Does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP: the process keeps its sockets and its memory and does nothing. */
    public void pause() {
        signal("STOP");
        // Sent is not received: until one of its threads gets a processor, the others work on.
        long deadlineNanos = System.nanoTime() + STOPPED_TIMEOUT.toNanos();
        while (!isStopped()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("process " + pid() + " did not stop within " + STOPPED_TIMEOUT);
            }
            pause(POLL_MS);
        }
    }

    /** Whether the kernel shows every thread of it as stopped; the state stands behind the name, which ends with a bracket. */
    private boolean isStopped() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            return false; // a thread has ended, so they still run
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGCONT after {@link #pause()}. */
    public void resume() {
        signal("CONT");
    }

    /** Waits for the end of the process and returns its exit code. */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "process " + pid() + " still runs after " + timeout + "; output:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + pid(), e);
        }
    }

    /** Everything that the process has printed so far. */
    public String output() {
        try {
            return Files.readString(outputFile, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the output has a match of {@code regex}; fails with the output when the process ends before. */
    public Matcher awaitOutput(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (true) {
            boolean alive = isAlive();
            Matcher matcher = pattern.matcher(output());
            if (matcher.find()) {
                return matcher;
            }
            if (!alive) {
                throw new AssertionError("process ended with " + process.exitValue() + " before printing /" + regex
                        + "/; output:\n" + output());
            }
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError("no /" + regex + "/ within " + timeout + "; output:\n" + output());
            }
            pause(POLL_MS);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(outputFile);
            Files.deleteIfExists(argumentFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
