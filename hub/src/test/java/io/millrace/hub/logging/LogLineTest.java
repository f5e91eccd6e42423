package io.millrace.hub.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The lines are those of Logback's patterns, which say in short what they hold. */
class LogLineTest {

    private static final String FILE = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{40} - %msg%n";
    private static final String TERMINAL = "%d{HH:mm:ss} %-5level %logger{24} - %msg%n%nopex";

    private final LoggerContext context = new LoggerContext();

    @Test
    void readsLikeThePatterns() {
        same("io.millrace.broker.server.hosting.PartitionReconciler", Level.INFO, null);
        same("short", Level.ERROR, null);
        same("io.millrace.broker.log.DiskLogDirectory", Level.WARN, null);
    }

    @Test
    void tellsTheCausesInTheFileAlone() {
        same("io.millrace.hub.Main", Level.ERROR, new IllegalStateException("outer", new RuntimeException("inner")));
        ILoggingEvent event = event("io.millrace.hub.Main", Level.ERROR, new IllegalStateException("outer"));
        assertThat(text(LogLine.forFile(context), event)).contains("IllegalStateException: outer");
        assertThat(text(LogLine.forTerminal(context), event)).doesNotContain("IllegalStateException");
    }

    private void same(String logger, Level level, Throwable failure) {
        ILoggingEvent event = event(logger, level, failure);
        assertThat(text(LogLine.forFile(context), event)).isEqualTo(text(pattern(FILE), event));
        assertThat(text(LogLine.forTerminal(context), event)).isEqualTo(text(pattern(TERMINAL), event));
    }

    private ILoggingEvent event(String logger, Level level, Throwable failure) {
        return new LoggingEvent("", context.getLogger(logger), level, "a {} b", failure, new Object[] {1});
    }

    private Encoder<ILoggingEvent> pattern(String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }

    private static String text(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
