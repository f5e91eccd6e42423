package io.millrace.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** All that this JVM logs from here on, with stack traces; what loggers that are off would say is not in it. Any thread. */
public final class CapturedLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLevel() + " " + event.getFormattedMessage() + "\n" + trace);
        }
    };

    private final Level before = root.getLevel();

    private CapturedLog() {}

    /** Listens until it is closed. */
    public static CapturedLog start() {
        CapturedLog log = new CapturedLog();
        log.appender.start();
        log.root.addAppender(log.appender);
        return log;
    }

    /** The same, with all that loggers without a level of their own say at INFO. */
    public static CapturedLog startAtInfo() {
        CapturedLog log = start();
        log.root.setLevel(Level.INFO);
        return log;
    }

    /** What has been logged so far; each with its level before it and its stack trace behind it. */
    public List<String> lines() {
        return lines;
    }

    /** The first line that is like this, as soon as there is one. */
    public String await(String what, Predicate<String> wanted) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (String line : lines) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw new AssertionError("waited too long for the line: " + what);
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.detachAppender(appender);
        appender.stop();
    }
}
