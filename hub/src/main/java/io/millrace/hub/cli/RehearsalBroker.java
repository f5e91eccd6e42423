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
 * A broker in a process of its own, so that its classes are not among those of a rehearsal of other servers. It lives until
 * its standard input ends, so it ends with this process, however that one does. For one thread at a time.
 */
final class RehearsalBroker implements AutoCloseable {

    private static final long STOP_TIMEOUT_S = 20;

    private final Process process;
    private final BufferedReader output;

    private RehearsalBroker(Process process) {
        this.process = process;
        this.output = process.inputReader(Charset.defaultCharset());
    }

    /** Starts one on a free port of the loopback. What it complains of goes where ours does. */
    static RehearsalBroker start() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java.toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dmillrace.home=" + System.getProperty("millrace.home", "."),
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.hub.Main",
                "rehearse",
                RehearseCommand.BROKER));
        return new RehearsalBroker(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
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
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit()
                .completeOnTimeout(process, STOP_TIMEOUT_S, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly().onExit().join();
    }
}
