package io.millrace.broker.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.ILoggerFactory;

/** The levels of Logback. What Kafka calls FATAL is OFF here: nothing in this process logs worse than an error. */
final class LogbackLevels implements LoggerLevels {

    private static final String FATAL = "FATAL";

    private final LoggerContext context;

    LogbackLevels(ILoggerFactory backend) {
        this.context = (LoggerContext) backend;
    }

    @Override
    public SortedMap<String, String> all() {
        SortedMap<String, String> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            levels.put(kafkasName(logger.getName()), kafkasLevel(logger.getEffectiveLevel()));
        }
        return levels;
    }

    @Override
    public boolean exists(String logger) {
        // Logback's own name of the root is none of Kafka's names: nothing that guards the root would know it.
        return !logger.equals(Logger.ROOT_LOGGER_NAME) && context.exists(ownName(logger)) != null;
    }

    @Override
    public void set(String logger, String level) {
        context.getLogger(ownName(logger)).setLevel(level.equals(FATAL) ? Level.OFF : Level.valueOf(level));
    }

    @Override
    public void unset(String logger) {
        context.getLogger(ownName(logger)).setLevel(null);
    }

    private static String kafkasLevel(Level level) {
        if (level.equals(Level.OFF)) {
            return FATAL;
        }
        return level.toInt() < Level.TRACE_INT ? Level.TRACE.levelStr : level.levelStr;
    }

    private static String kafkasName(String own) {
        return own.equals(Logger.ROOT_LOGGER_NAME) ? ROOT : own;
    }

    private static String ownName(String kafkas) {
        return kafkas.equals(ROOT) ? Logger.ROOT_LOGGER_NAME : kafkas;
    }
}
