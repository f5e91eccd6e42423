package io.millrace.hub.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The hub's own configuration, unless the operator has one. */
class HubLoggingTest {

    private static final String FILE = "logback.configurationFile";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(FILE);
    }

    @Test
    void showsErrorsOnTheTerminalAndKeepsClientsQuiet() {
        LoggerContext context = initialized();
        assertThat(context.getLogger("io.millrace.broker").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("io.debezium").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("org.apache.kafka.clients").getEffectiveLevel())
                .isEqualTo(Level.WARN);
        assertThat(context.getLogger("anything").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME)
                        .getAppender("terminal")
                        .getCopyOfAttachedFiltersList())
                .hasSize(1);
        assertThat(context.isStarted()).isTrue();
        assertThat(context.getStatusManager().getCopyOfStatusList()).noneMatch(status -> status.getLevel() > 0);
    }

    /** Without a configuration Logback prints everything to the standard output, which programs read. */
    @Test
    void anotherProcessPrintsNothingButErrorsAndTheseNotToItsOutput() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(HubLogging.jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Talkative.class.getName()));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        int code = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        assertThat(code).isZero();
        assertThat(output).isEmptyFile();
        assertThat(Files.readAllLines(errors)).singleElement().asString().endsWith("- an error");
    }

    /** A program that logs. */
    static final class Talkative {

        private Talkative() {}

        public static void main(String[] arguments) {
            org.slf4j.Logger logger = LoggerFactory.getLogger("io.millrace.Talkative");
            logger.debug("a detail");
            logger.info("a fact");
            logger.error("an error");
        }
    }

    @Test
    void readsTheFileThatTheOperatorNames() throws Exception {
        Path file = Files.writeString(
                folder.resolve("own.xml"),
                "<configuration><logger name=\"own.name\" level=\"TRACE\"/></configuration>");
        System.setProperty(FILE, file.toString());
        LoggerContext context = initialized();
        assertThat(context.getLogger("own.name").getLevel()).isEqualTo(Level.TRACE);
        assertThat(context.getLogger("io.millrace").getLevel()).isNull();
    }

    private static LoggerContext initialized() {
        HubLogging logging = new HubLogging();
        logging.initialize();
        return (LoggerContext) logging.getLoggerFactory();
    }
}
