package io.millrace.hub.logging;

import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.util.CachingDateFormatter;

/**
 * One event as text. Logback's pattern {@code %d{...} %-5level [%thread] %logger{40} - %msg%n} says the same, but its
 * first use costs a start sixty classes, for all the words that patterns can have.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {

    private static final int LEVEL_WIDTH = 5;
    private static final int TERMINAL_LOGGER_LENGTH = 24;
    private static final int FILE_LOGGER_LENGTH = 40;

    private final String timePattern;
    private final TargetLengthBasedClassNameAbbreviator loggers;
    private final boolean detailed;
    private final ThrowableProxyConverter failures = new ThrowableProxyConverter();
    /** Made by the first line, or a start would wait for the zones; two threads may both make it. */
    private volatile CachingDateFormatter time;

    private LogLine(String timePattern, int loggerLength, boolean detailed) {
        this.timePattern = timePattern;
        this.loggers = new TargetLengthBasedClassNameAbbreviator(loggerLength);
        this.detailed = detailed;
    }

    /** For people who watch: the time of day, without thread and stack trace. */
    static LayoutWrappingEncoder<ILoggingEvent> forTerminal(Context context) {
        return encoder(new LogLine("HH:mm:ss", TERMINAL_LOGGER_LENGTH, false), context);
    }

    /** For people who look for a cause. */
    static LayoutWrappingEncoder<ILoggingEvent> forFile(Context context) {
        return encoder(new LogLine("yyyy-MM-dd HH:mm:ss.SSS", FILE_LOGGER_LENGTH, true), context);
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LogLine line, Context context) {
        line.setContext(context);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(line);
        encoder.start();
        return encoder;
    }

    @Override
    public void start() {
        failures.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(time().format(event.getTimeStamp())).append(' ');
        String level = event.getLevel().toString();
        line.append(level)
                .append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length())))
                .append(' ');
        if (detailed) {
            line.append('[').append(event.getThreadName()).append("] ");
        }
        line.append(loggers.abbreviate(event.getLoggerName())).append(" - ");
        line.append(event.getFormattedMessage()).append(System.lineSeparator());
        if (detailed) {
            line.append(failures.convert(event));
        }
        return line.toString();
    }

    private CachingDateFormatter time() {
        if (time == null) {
            time = new CachingDateFormatter(timePattern);
        }
        return time;
    }
}
