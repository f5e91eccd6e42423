package io.millrace.integration.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;

/** Runs the main method of one of Kafka's tools in this JVM: its exit becomes a result, its output a string. */
final class KafkaTool {

    private KafkaTool() {}

    /** Runs a tool that must succeed, and returns what it printed. */
    static String run(String mainClass, List<String> arguments) {
        Outcome outcome = outcome(mainClass, arguments);
        assertThat(outcome.exitCode())
                .as("%s %s: %s", mainClass, arguments, outcome.output())
                .isZero();
        return outcome.output();
    }

    /** Runs a tool that must say that it failed, and returns what it printed. */
    static String refused(String mainClass, List<String> arguments) {
        Outcome outcome = outcome(mainClass, arguments);
        assertThat(outcome.exitCode())
                .as("%s %s: %s", mainClass, arguments, outcome.output())
                .isNotZero();
        return outcome.output();
    }

    /** Standard output and error belong to the JVM: one tool at a time. */
    private static synchronized Outcome outcome(String mainClass, List<String> arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
        // Some tools catch what their own exit throws here and exit once more: the first one counts.
        AtomicReference<Outcome> first = new AtomicReference<>();
        Exit.setExitProcedure((code, message) -> {
            first.compareAndSet(null, new Outcome(code, printed.toString(StandardCharsets.UTF_8)));
            throw new Exited();
        });
        try {
            Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object)
                    arguments.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof Exited)) {
                throw new AssertionError(mainClass + " " + arguments + " failed after printing: " + printed, e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(mainClass + " has no main method", e);
        } finally {
            Exit.resetExitProcedure();
            System.setOut(out);
            System.setErr(err);
        }
        first.compareAndSet(null, new Outcome(0, printed.toString(StandardCharsets.UTF_8)));
        return first.get();
    }

    private record Outcome(int exitCode, String output) {}

    /** Unwinds a tool that would end the JVM; an error, since tools catch exceptions. */
    private static final class Exited extends Error {

        private static final long serialVersionUID = 1L;

        Exited() {
            super("exit of a tool", null, false, false);
        }
    }
}
