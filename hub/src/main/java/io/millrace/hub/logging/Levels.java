package io.millrace.hub.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;

/** From which level on what is logged. */
final class Levels {

    private Levels() {}

    static void set(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger("io.millrace").setLevel(Level.INFO);
        context.getLogger("io.debezium").setLevel(Level.INFO);
        // Clients print their whole configuration at INFO, for each task again.
        context.getLogger("org.apache.kafka").setLevel(Level.WARN);
        context.getLogger("org.apache.ratis").setLevel(Level.WARN);
    }
}
