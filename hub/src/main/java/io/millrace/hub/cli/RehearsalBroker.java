package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.node.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker in a process of its own, so that its classes are not among those of a rehearsal of other servers. It ends with
 * this process. For one thread at a time.
 */
final class RehearsalBroker implements AutoCloseable {

    private static final String MEMORY = "-Xmx256m";
    private static final long STOP_TIMEOUT_S = 20;

    private final Process process;
    private final BufferedReader output;
    private final Thread endsToo;

    private RehearsalBroker(Process process) {
        this.process = process;
        this.output = process.inputReader(Charset.defaultCharset());
        this.endsToo = new Thread(process::destroy, "stop-rehearsal-broker");
    }

    /** Starts one on a free port of the loopback, with its data in the folder. What it complains of goes where ours does. */
    static RehearsalBroker start(Path folder) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java.toString(),
                MEMORY,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dmillrace.home=" + System.getProperty("millrace.home", "."),
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.hub.Main",
                "start",
                "--roles",
                Role.BROKER.key(),
                "--data",
                folder.toString(),
                "--set",
                "broker.listeners=PLAINTEXT://127.0.0.1:0"));
        RehearsalBroker broker = new RehearsalBroker(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        Runtime.getRuntime().addShutdownHook(broker.endsToo);
        return broker;
    }

    /** Where it listens, once it does. */
    String address() throws IOException {
        Pattern told = Pattern.compile(Role.BROKER.key() + " +(\\S+)");
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = told.matcher(line);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        throw new CommandException("the broker of the rehearsal ended before it listened");
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_TIMEOUT_S, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(endsToo);
    }
}
