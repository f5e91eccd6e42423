package io.millrace.broker.server.logging;

import java.util.SortedMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The loggers of this process and their levels, under Kafka's names: {@code root}, and TRACE to FATAL. Any thread. */
public interface LoggerLevels {

    /** Kafka's name of the logger above all others. */
    public static final String ROOT = "root";

    /** Every logger there is, with the level that it works by. */
    public SortedMap<String, String> all();

    public boolean exists(String logger);

    /** Sets the level of a logger that exists. */
    public void set(String logger, String level);

    /** From now on the logger works by the level of the one above it. */
    public void unset(String logger);

    /** Those of the logging backend in use; of a backend whose levels cannot be set no logger is known. */
    public static LoggerLevels ofBackend() {
        ILoggerFactory backend = LoggerFactory.getILoggerFactory();
        // By name, for the class is only there with the backend.
        return backend.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")
                ? new LogbackLevels(backend)
                : new UnknownBackend();
    }
}
