package io.millrace.connect.rest.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/** Reads and sets the levels of loggers, if the logging backend is Logback. */
final class LogLevels {
    /** A level, and when it was last changed through this server; null if never. */
    record LoggerLevel(String level, Long lastModifiedMs) {}

    private final LoggerContext context;
    private final Map<String, Long> lastModifiedMs = new ConcurrentHashMap<>();

    private LogLevels(LoggerContext context) {
        this.context = context;
    }

    /** Call only where Logback is the backend; elsewhere this class cannot be loaded. */
    static LogLevels ofLogback() {
        return new LogLevels((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    Map<String, LoggerLevel> all() {
        Map<String, LoggerLevel> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(stockName(logger), level(logger));
            }
        }
        return levels;
    }

    Optional<LoggerLevel> of(String name) {
        Logger known = context.exists(logbackName(name));
        return known == null ? Optional.empty() : Optional.of(level(known));
    }

    static boolean isLevel(String level) {
        return Level.toLevel(level, null) != null;
    }

    /** Sets a logger's level and that of those below it; the answer names all that changed. */
    List<String> set(String name, String level, long nowMs) {
        Logger logger = context.getLogger(logbackName(name));
        List<Logger> below = context.getLoggerList().stream()
                .filter(each -> each.getName().startsWith(logger.getName() + "."))
                .toList();
        TreeMap<String, Logger> affected = new TreeMap<>();
        affected.put(stockName(logger), logger);
        below.forEach(each -> affected.put(stockName(each), each));
        affected.forEach((affectedName, each) -> {
            each.setLevel(Level.toLevel(level));
            lastModifiedMs.put(affectedName, nowMs);
        });
        return List.copyOf(affected.keySet());
    }

    private LoggerLevel level(Logger logger) {
        return new LoggerLevel(logger.getEffectiveLevel().toString(), lastModifiedMs.get(stockName(logger)));
    }

    private static String logbackName(String name) {
        return name.equals("root") ? org.slf4j.Logger.ROOT_LOGGER_NAME : name;
    }

    private static String stockName(Logger logger) {
        return logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME) ? "root" : logger.getName();
    }
}
