package io.millrace.hub.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;

/** The terminal shows what needs a person; {@link LogFile} has the rest, with stack traces. */
final class TerminalLog {

    private TerminalLog() {}

    static void add(LoggerContext context) {
        ThresholdFilter errors = new ThresholdFilter();
        errors.setContext(context);
        errors.setLevel("ERROR");
        errors.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("terminal");
        appender.setTarget("System.err");
        appender.addFilter(errors);
        appender.setEncoder(LogLine.forTerminal(context));
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
}
